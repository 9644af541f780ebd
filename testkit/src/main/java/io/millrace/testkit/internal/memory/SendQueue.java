package io.millrace.testkit.internal.memory;

import java.time.Duration;
import java.util.ArrayDeque;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * What a producer has sent to one partition. Records arrive in the order in which they were sent, and so do the answers.
 *
 * <p>Confined to the test's thread.
 */
final class SendQueue {

    private final Connection connection;
    private final TopicPartition partition;
    private final Channel channel;
    private final long requestTimeout;
    private final long deliveryTimeout;
    /** Those that are to be answered, in order. */
    private final ArrayDeque<Sent> open = new ArrayDeque<>();
    /** How many of them have not arrived. */
    private int held;

    /** Both timeouts are in nanoseconds. */
    SendQueue(
            Connection connection,
            String producer,
            TopicPartition partition,
            long requestTimeout,
            long deliveryTimeout) {
        this.connection = connection;
        this.partition = partition;
        this.channel = connection.channel("%s sends to %s".formatted(producer, partition));
        this.requestTimeout = requestTimeout;
        this.deliveryTimeout = deliveryTimeout;
    }

    void send(Sent sent) {
        Disturbance.Effect effect = connection.request(Disturbance.Kind.PRODUCE, partition);
        open.add(sent);
        if (effect == Disturbance.Effect.LOST_REQUEST) {
            held++;
            channel.addAt(connection.now() + deliveryTimeout, () -> expired(1));
        } else if (held > 0 || effect == Disturbance.Effect.DELAYED || effect == Disturbance.Effect.REFUSED) {
            held++;
            channel.add(this::arriveLate);
        } else {
            sent.arrive();
            switch (effect) {
                case LATE_ANSWER -> channel.addAt(connection.now() + requestTimeout, this::answer);
                case LOST_ANSWER -> channel.addAt(connection.now() + deliveryTimeout, () -> expired(0));
                default -> channel.add(this::answer);
            }
        }
    }

    /** Has everything arrive and be answered, however long that would take. */
    void finish() {
        long wait = channel.isEmpty() ? 0 : channel.nanosToNext(connection.now());
        if (wait > 0) {
            connection.broker().waited(Duration.ofNanos(wait));
        }
        channel.finish();
    }

    /** Has what has arrived be answered, and gives up the rest for {@code reason}. */
    void finishArrived(RuntimeException reason) {
        while (open.size() > held) {
            channel.deliverNext();
        }
        giveUp(reason);
    }

    /** Answers everything that is open with {@code reason}, whatever has become of it. */
    void giveUp(RuntimeException reason) {
        channel.clear();
        held = 0;
        while (!open.isEmpty()) {
            open.remove().fail(reason);
        }
    }

    private void arriveLate() {
        held--;
        for (Sent sent : open) {
            if (!sent.hasArrived()) {
                sent.arrive();
                break;
            }
        }
        channel.addFirst(this::answer);
    }

    private void answer() {
        open.remove().answer();
    }

    private void expired(int notArrived) {
        held -= notArrived;
        open.remove()
                .fail(new TimeoutException("Expiring 1 record(s) for %s:%d ms has passed since batch creation"
                        .formatted(partition, deliveryTimeout / 1_000_000)));
    }
}
