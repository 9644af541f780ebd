package io.millrace.testkit.internal.memory;

import java.time.Duration;
import java.util.ArrayDeque;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * What a producer has sent to one partition. Records arrive in the order in which they were sent, and so do the answers. What is
 * already on its way arrives whatever becomes of the producer, and so does what a dead process has sent.
 *
 * <p>Confined to the test's thread.
 */
final class SendQueue {

    private final Connection connection;
    private final TopicPartition partition;
    private final Channel channel;
    /** What is on its way to the broker. */
    private final Channel network;

    private final long requestTimeout;
    private final long deliveryTimeout;
    /** Those that are to be answered, in order. */
    private final ArrayDeque<Sent> open = new ArrayDeque<>();
    /** How many of them the producer still has to send, perhaps again. */
    private int kept;

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
        this.network = connection.network("records of %s to %s".formatted(producer, partition));
        this.requestTimeout = requestTimeout;
        this.deliveryTimeout = deliveryTimeout;
    }

    void send(Sent sent) {
        Disturbance.Effect effect = connection.request(Disturbance.Kind.PRODUCE, partition);
        open.add(sent);
        if (effect == Disturbance.Effect.LOST_REQUEST) {
            kept++;
            channel.addAt(connection.now() + deliveryTimeout, this::expiredUnsent);
        } else if (kept > 0 || effect == Disturbance.Effect.REFUSED) {
            kept++;
            channel.add(() -> sendAgain(sent));
        } else if (effect == Disturbance.Effect.DELAYED || !network.isEmpty()) {
            network.add(sent::arrive);
            channel.addWhen(sent::hasArrived, this::answer);
        } else {
            sent.arrive();
            switch (effect) {
                case LATE_ANSWER -> channel.addAt(connection.now() + requestTimeout, this::answer);
                case LOST_ANSWER -> channel.addAt(connection.now() + deliveryTimeout, this::expired);
                default -> channel.add(this::answer);
            }
        }
    }

    /** Has everything arrive and be answered, however long that would take. */
    void finish() {
        network.finish();
        long wait = channel.isEmpty() ? 0 : channel.nanosToNext(connection.now());
        if (wait > 0) {
            connection.broker().waited(Duration.ofNanos(wait));
        }
        channel.finish();
    }

    /** Has what has arrived be answered, and gives up the rest for {@code reason}. */
    void finishArrived(RuntimeException reason) {
        while (!open.isEmpty() && open.element().hasArrived()) {
            channel.deliverNext();
        }
        giveUp(reason);
    }

    /** Answers everything that is open with {@code reason}, whatever has become of it. */
    void giveUp(RuntimeException reason) {
        channel.clear();
        kept = 0;
        while (!open.isEmpty()) {
            open.remove().fail(reason);
        }
    }

    private void sendAgain(Sent sent) {
        kept--;
        network.finish();
        sent.arrive();
        channel.addFirst(this::answer);
    }

    private void answer() {
        open.remove().answer();
    }

    private void expiredUnsent() {
        kept--;
        expired();
    }

    private void expired() {
        open.remove()
                .fail(new TimeoutException("Expiring 1 record(s) for %s:%d ms has passed since batch creation"
                        .formatted(partition, deliveryTimeout / 1_000_000)));
    }
}
