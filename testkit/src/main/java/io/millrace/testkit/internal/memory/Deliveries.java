package io.millrace.testkit.internal.memory;

import io.millrace.runtime.TimeSource;
import java.util.ArrayList;
import java.util.List;

/**
 * What is on its way in the cluster: answers to clients, delayed requests, markers of transactions. The test says which comes
 * next; those of one {@link Channel} keep their order.
 *
 * <p>Confined to the test's thread.
 */
final class Deliveries {

    private final TimeSource time;
    private final List<Channel> busy = new ArrayList<>();

    Deliveries(TimeSource time) {
        this.time = time;
    }

    /** Returns a new channel to {@code instance}. */
    Channel channel(Instance instance, String name) {
        return new Channel(this, instance, name);
    }

    /** Returns how many there are to choose from. */
    int pending() {
        if (busy.isEmpty()) {
            return 0;
        }
        long now = time.nanoTime();
        int due = 0;
        for (Channel channel : busy) {
            if (channel.isDue(now)) {
                due++;
            }
        }
        return due;
    }

    Channel due(int index) {
        long now = time.nanoTime();
        int due = 0;
        for (Channel channel : busy) {
            if (channel.isDue(now) && due++ == index) {
                return channel;
            }
        }
        throw new IndexOutOfBoundsException("Delivery %d was asked for, %d are pending".formatted(index, due));
    }

    /** Forgets what is on its way to or from {@code instance}. */
    void drop(Instance instance) {
        List.copyOf(busy).stream().filter(channel -> channel.isOf(instance)).forEach(Channel::clear);
    }

    void busy(Channel channel) {
        busy.add(channel);
    }

    void idle(Channel channel) {
        busy.remove(channel);
    }
}
