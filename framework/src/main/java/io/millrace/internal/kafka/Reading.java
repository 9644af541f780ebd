package io.millrace.internal.kafka;

import io.millrace.internal.metrics.InputMeter;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/**
 * Measures what is read, and looks every second at what is left to read, by what the consumer knows. Never waits.
 *
 * <p>Confined to the source worker.
 */
final class Reading {

    /** As many records as one poll returns. */
    static final long CAUGHT_UP_LAG = ClientDefaults.MAX_POLL_RECORDS;

    private static final long BETWEEN_QUESTIONS_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long BETWEEN_LOOKS_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Consumer<?, ?> consumer;
    private final FeedTable feeds;
    private final InputMeter meter;
    private long nextLook;
    private long nextQuestion;

    Reading(Consumer<?, ?> consumer, FeedTable feeds, InputMeter meter, long now) {
        this.consumer = consumer;
        this.feeds = feeds;
        this.meter = meter;
        this.nextLook = now;
        this.nextQuestion = now;
    }

    /** Has {@code records} come from Kafka at {@code now}, the engine's nanoTime; none are asked for while it is {@code held}. */
    void came(int records, boolean held, long now) {
        if (records > 0) {
            meter.read(records);
        }
        if (held && now - nextQuestion >= 0) {
            nextQuestion = now + BETWEEN_QUESTIONS_NANOS;
            ask();
        }
        if (now - nextLook >= 0) {
            nextLook = now + BETWEEN_LOOKS_NANOS;
            look();
        }
    }

    /** Returns how many records of {@code partition} are left to read, as far as the consumer knows. */
    static OptionalLong lag(Consumer<?, ?> consumer, TopicPartition partition) {
        try {
            return consumer.currentLag(partition);
        } catch (IllegalStateException e) {
            return OptionalLong.empty(); // it has been taken away in the meantime
        }
    }

    /** Has the consumer ask where partitions end, which it learns of by reading else; the answer comes with a later poll. */
    private void ask() {
        consumer.endOffsets(feeds.all().stream().map(PartitionFeed::partition).toList(), Duration.ZERO);
    }

    private void look() {
        long behind = 0;
        boolean caughtUp = !feeds.all().isEmpty();
        for (PartitionFeed feed : feeds.all()) {
            OptionalLong lag = lag(consumer, feed.partition());
            long left = lag.orElse(0) + feed.waiting();
            behind += left;
            caughtUp &= lag.isPresent() && left < CAUGHT_UP_LAG;
        }
        meter.left(behind, caughtUp);
    }
}
