package io.millrace.samples.fraud.generator;

import io.millrace.samples.fraud.kafka.PaymentWriter;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Writes generated payments to the topic at a settable rate, from a thread of its own.
 *
 * <p>While Kafka does not answer, payments are not made: at most {@value #MAX_IN_FLIGHT} wait for an answer, and what was
 * due meanwhile is left out instead of made up for.
 *
 * <p>Thread-safe.
 */
public final class GeneratorFeed implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(GeneratorFeed.class);
    private static final int MAX_IN_FLIGHT = 2_000;
    private static final long TICK_NANOS = 2_000_000;
    private static final double LONGEST_CATCH_UP_SECONDS = 0.1;
    private static final long STOP_MILLIS = 3_000;

    private final PaymentGenerator generator;
    private final FraudLedger ledger;
    private final PaymentWriter writer;
    private final Clock clock;
    private final GeneratorProperties properties;
    private volatile int rate;
    private volatile @Nullable Thread thread;
    private volatile boolean failing;

    private final AtomicInteger inFlight = new AtomicInteger();
    private final LongAdder written = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder leftOut = new LongAdder();

    GeneratorFeed(
            PaymentGenerator generator,
            FraudLedger ledger,
            PaymentWriter writer,
            Clock clock,
            GeneratorProperties properties) {
        this.generator = generator;
        this.ledger = ledger;
        this.writer = writer;
        this.clock = clock;
        this.properties = properties;
        this.rate = properties.rate();
    }

    /**
     * Changes the number of payments per second.
     *
     * @throws IllegalArgumentException if {@code newRate} is below 0 or above the configured maximum
     */
    public void rate(int newRate) {
        if (newRate < 0 || newRate > properties.maxRate()) {
            throw new IllegalArgumentException("Rate is %d: give 0 to %d".formatted(newRate, properties.maxRate()));
        }
        rate = newRate;
    }

    public GeneratorStatus status() {
        return new GeneratorStatus(rate, properties.maxRate(), written.sum(), failed.sum(), leftOut.sum());
    }

    @Override
    public synchronized void start() {
        if (thread == null) {
            Thread started = new Thread(this::run, "payment-generator");
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
                writeOne();
            }
            LockSupport.parkNanos(TICK_NANOS);
        }
    }

    private boolean isMine() {
        return thread == Thread.currentThread();
    }

    private void writeOne() {
        if (inFlight.get() >= MAX_IN_FLIGHT) {
            leftOut.increment();
            return;
        }
        GeneratedPayment generated = generator.next(clock.instant(), properties.cards(rate));
        ledger.add(generated);
        inFlight.incrementAndGet();
        writer.write(generated.payment()).whenComplete((done, failure) -> answered(generated, failure));
    }

    private void answered(GeneratedPayment generated, @Nullable Throwable failure) {
        inFlight.decrementAndGet();
        if (failure == null) {
            written.increment();
            if (failing) {
                failing = false;
                LOG.info("Kafka takes the generator's payments again");
            }
            return;
        }
        failed.increment();
        ledger.withdraw(generated);
        if (!failing && isRunning()) {
            failing = true;
            LOG.warn("Kafka does not take the generator's payments: {}. It goes on trying", failure.toString());
        }
    }
}
