package io.millrace.samples.common.generator;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Writes made-up records to a topic at a settable rate, from a thread of its own.
 *
 * <p>While Kafka does not answer, none are made: at most {@value #MAX_IN_FLIGHT} wait for an answer, and what was
 * due meanwhile is left out instead of made up for.
 *
 * <p>Thread-safe.
 */
public final class Feed implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(Feed.class);
    private static final int MAX_IN_FLIGHT = 2_000;
    private static final long TICK_NANOS = 2_000_000;
    private static final double LONGEST_CATCH_UP_SECONDS = 0.1;
    private static final long STOP_MILLIS = 3_000;

    private final String records;
    private final int maxRate;
    private final Source source;
    private volatile int rate;
    private volatile @Nullable Thread thread;
    private volatile boolean failing;

    private final AtomicInteger inFlight = new AtomicInteger();
    private final LongAdder written = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder leftOut = new LongAdder();

    /** Makes the records. Confined to the feed's thread. */
    @FunctionalInterface
    public interface Source {

        /**
         * Makes one record of {@code rate} per second, and returns what completes once Kafka has it, or fails with Kafka's reason.
         */
        CompletableFuture<Void> writeNext(int rate);
    }

    /**
     * @param records what they are called, such as {@code payments}
     * @param rate how many are written per second at first
     * @param maxRate the highest rate that can be asked for
     */
    public Feed(String records, int rate, int maxRate, Source source) {
        this.records = records;
        this.rate = rate;
        this.maxRate = maxRate;
        this.source = source;
    }

    /**
     * Changes the number of records per second.
     *
     * @throws IllegalArgumentException if {@code newRate} is below 0 or above the configured maximum
     */
    public void rate(int newRate) {
        if (newRate < 0 || newRate > maxRate) {
            throw new IllegalArgumentException("Rate is %d: give 0 to %d".formatted(newRate, maxRate));
        }
        rate = newRate;
    }

    public FeedStatus status() {
        return new FeedStatus(rate, maxRate, written.sum(), failed.sum(), leftOut.sum());
    }

    @Override
    public synchronized void start() {
        if (thread == null) {
            Thread started = new Thread(this::run, "generator");
            started.setDaemon(true);
            thread = started;
            started.start();
        }
    }

    @Override
    public synchronized void stop() {
        Thread stopping = thread;
        if (stopping == null) {
            return;
        }
        thread = null;
        LockSupport.unpark(stopping);
        try {
            stopping.join(STOP_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }

    private void run() {
        long last = System.nanoTime();
        double due = 0;
        while (isMine()) {
            long now = System.nanoTime();
            int currentRate = rate;
            due += (now - last) / 1e9 * currentRate;
            due = Math.min(due, Math.max(1, currentRate * LONGEST_CATCH_UP_SECONDS));
            last = now;
            while (due >= 1 && isMine()) {
                due--;
                writeOne(currentRate);
            }
            LockSupport.parkNanos(TICK_NANOS);
        }
    }

    private boolean isMine() {
        return thread == Thread.currentThread();
    }

    private void writeOne(int currentRate) {
        if (inFlight.get() >= MAX_IN_FLIGHT) {
            leftOut.increment();
            return;
        }
        inFlight.incrementAndGet();
        source.writeNext(currentRate).whenComplete((done, failure) -> answered(failure));
    }

    private void answered(@Nullable Throwable failure) {
        inFlight.decrementAndGet();
        if (failure == null) {
            written.increment();
            if (failing) {
                failing = false;
                LOG.info("Kafka takes the generator's {} again", records);
            }
            return;
        }
        failed.increment();
        if (!failing && isRunning()) {
            failing = true;
            LOG.warn("Kafka does not take the generator's {}: {}. It goes on trying", records, failure.toString());
        }
    }
}
