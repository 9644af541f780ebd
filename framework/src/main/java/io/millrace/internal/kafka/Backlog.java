package io.millrace.internal.kafka;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.consumer.Consumer;

/**
 * Finds out whether reading is far behind what is in the topics, so that no record is answered in milliseconds anyway. It is
 * from {@value #FAR} records on, in all partitions together, and until fewer than {@value #NEAR} are left.
 *
 * <p>Confined to the source worker.
 */
final class Backlog {

    static final long FAR = 10_000;
    static final long NEAR = 1_000;

    private static final long BETWEEN_LOOKS_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final Consumer<?, ?> consumer;
    private final FeedTable feeds;
    private final AtomicBoolean behind;
    private long nextLook;

    /** {@code behind} is told. */
    Backlog(Consumer<?, ?> consumer, FeedTable feeds, AtomicBoolean behind, long now) {
        this.consumer = consumer;
        this.feeds = feeds;
        this.behind = behind;
        this.nextLook = now;
    }

    /** Looks, if some time has passed, at what the consumer knows. Never waits. */
    void update(long now) {
        if (now - nextLook >= 0) {
            nextLook = now + BETWEEN_LOOKS_NANOS;
            behind.set(records() >= (behind.get() ? NEAR : FAR));
        }
    }

    private long records() {
        long records = 0;
        for (PartitionFeed feed : feeds.all()) {
            records += consumer.currentLag(feed.partition()).orElse(0);
        }
        return records;
    }
}
