package io.millrace.internal.stage;

import io.millrace.errors.TooManyErrorsException;
import io.millrace.runtime.ErrorProgress;
import io.millrace.runtime.ErrorSettings;
import io.millrace.runtime.TimeSource;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts the records of one run that failed, tells the log now and then, and says when they are too many.
 *
 * <p>Thread-safe, but for {@link #take}, which is confined to the source worker.
 */
public final class ErrorMeter {

    private static final Logger LOG = LoggerFactory.getLogger(ErrorMeter.class);
    private static final long LOG_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final String topology;
    private final ErrorSettings.Circuit limit;
    private final TimeSource time;
    private final Circuit circuit;
    private final LongAdder skipped = new LongAdder();
    private final LongAdder deadLettered = new LongAdder();
    private final LongAdder retries = new LongAdder();
    private final LongAdder parked = new LongAdder();
    private final Object lock = new Object();
    private ErrorProgress taken = ErrorProgress.NONE;

    // Guarded by lock:
    private boolean hasLogged;
    private long loggedAt;
    private long unlogged;

    public ErrorMeter(String topology, ErrorSettings.Circuit limit, TimeSource time) {
        this.topology = topology;
        this.limit = limit;
        this.time = time;
        this.circuit = new Circuit(limit);
    }

    /** Returns what has happened since the run began. */
    public ErrorProgress all() {
        return new ErrorProgress(skipped.sum(), deadLettered.sum(), retries.sum(), parked());
    }

    /** Returns what has happened since the last call. */
    public ErrorProgress take() {
        ErrorProgress now = all();
        ErrorProgress before = taken;
        taken = now;
        return new ErrorProgress(
                now.skipped() - before.skipped(),
                now.deadLettered() - before.deadLettered(),
                now.retries() - before.retries(),
                now.parked());
    }

    /** Returns how many records wait for a retry. */
    public long parked() {
        return Math.max(0, parked.sum());
    }

    /** Workers have parked {@code count} more records; fewer, if it is negative. */
    void parked(int count) {
        parked.add(count);
    }

    /** A record is tried again. */
    void retried() {
        retries.increment();
    }

    /**
     * A record is skipped.
     *
     * @throws TooManyErrorsException if it is one too many
     */
    void skipped(GivenUp record) {
        skipped.increment();
        givenUp(record, "skipped");
    }

    /**
     * A record is dead-lettered.
     *
     * @throws TooManyErrorsException if it is one too many
     */
    void deadLettered(GivenUp record) {
        deadLettered.increment();
        givenUp(record, "sent to the dead-letter topic");
    }

    private void givenUp(GivenUp record, String what) {
        long now = time.nanoTime();
        if (!circuit.takes(now)) {
            throw new TooManyErrorsException(
                    topology, limit.maxErrors(), limit.window(), place(record), record.failure());
        }
        tell(record, what, now);
    }

    private void tell(GivenUp record, String what, long now) {
        long before;
        synchronized (lock) {
            if (hasLogged && now - loggedAt < LOG_NANOS) {
                unlogged++;
                return;
            }
            hasLogged = true;
            loggedAt = now;
            before = unlogged;
            unlogged = 0;
        }
        LOG.atWarn()
                .addKeyValue("millrace.topology", topology)
                .addKeyValue("millrace.stage", record.stage())
                .log(
                        "Topology '{}', stage '{}': the record {} failed at '{}' ({}) and is {}{}",
                        topology,
                        record.stage(),
                        record.origin().whose(),
                        record.node(),
                        record.reason(),
                        what,
                        before == 0 ? "" : "; " + before + " others before it were not told");
        LOG.atDebug()
                .addKeyValue("millrace.topology", topology)
                .log("Topology '{}': that record failed{}", topology, StackText.of(record.failure()));
    }

    private static String place(GivenUp record) {
        return "in stage '%s' at '%s', %s (%s)"
                .formatted(record.stage(), record.node(), record.origin().whose(), record.reason());
    }
}
