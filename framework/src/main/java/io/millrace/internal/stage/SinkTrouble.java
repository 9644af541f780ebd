package io.millrace.internal.stage;

import io.millrace.errors.SinkUnavailableException;
import io.millrace.runtime.TimeSource;
import io.millrace.sink.UnavailableException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the log of a sink elsewhere that takes no records, when that begins, now and then while it lasts, and when it is over. Of what
 * was thrown it names the types only, as messages may quote records; but for that of an {@link UnavailableException}.
 *
 * <p>Confined to the worker.
 */
final class SinkTrouble {

    private static final Logger LOG = LoggerFactory.getLogger(SinkTrouble.class);
    private static final long REMINDER_NANOS = Duration.ofSeconds(30).toNanos();
    private static final int LONGEST_CHAIN = 5;

    private final String topology;
    private final String sink;
    private final TimeSource time;
    private int failures;
    private long since;
    private long toldAt;

    SinkTrouble(String topology, String sink, TimeSource time) {
        this.topology = topology;
        this.sink = sink;
        this.time = time;
    }

    /** A try has failed, and the next one is due after {@code pause}. */
    void failed(Throwable failure, Duration pause) {
        if (isToBeTold()) {
            LOG.warn(
                    "Topology '{}': sink '{}' has not taken a batch for {} s, in {} tries: {}. It is tried again in {} ms, and its records"
                            + " wait. See to the system behind it, or bound the tries with Batched.withRetry",
                    topology,
                    sink,
                    Duration.ofNanos(toldAt - since).toSeconds(),
                    failures,
                    types(failure),
                    pause.toMillis());
        }
    }

    /** The tries of a batch of {@code records} are used up, and it is not known that nobody is there. */
    void isDivided(Throwable failure, int records) {
        if (isToBeTold()) {
            LOG.warn(
                    "Topology '{}': sink '{}' has not taken {} records in as many tries as they have: {}. They are written in halves now, to"
                            + " find the ones to blame. If it was the system behind the sink, have it throw UnavailableException",
                    topology,
                    sink,
                    records,
                    types(failure));
        }
    }

    /** Returns what fails the topology when a try fails that was the last one of {@code tries}. */
    SinkUnavailableException end(Throwable failure, int tries) {
        return new SinkUnavailableException(topology, sink, tries, failure);
    }

    /** A batch was written. */
    void isOver() {
        if (failures > 0) {
            LOG.info(
                    "Topology '{}': sink '{}' takes records again, {} ms after the first failed try",
                    topology,
                    sink,
                    Duration.ofNanos(time.nanoTime() - since).toMillis());
            failures = 0;
        }
    }

    /** Counts a failure, and returns whether it is the first one, or the last word was some time ago. */
    private boolean isToBeTold() {
        long now = time.nanoTime();
        if (failures++ == 0) {
            since = now;
            toldAt = now - REMINDER_NANOS;
        }
        if (now - toldAt < REMINDER_NANOS) {
            return false;
        }
        toldAt = now;
        return true;
    }

    private static String types(Throwable failure) {
        StringBuilder types = new StringBuilder(
                failure instanceof UnavailableException ? failure.toString() : failure.getClass().getName());
        Throwable cause = failure.getCause();
        for (int links = 1; cause != null && links < LONGEST_CHAIN; links++) {
            types.append(", caused by ").append(cause.getClass().getName());
            cause = cause.getCause();
        }
        return types.toString();
    }
}
