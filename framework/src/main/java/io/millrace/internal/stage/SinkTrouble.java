package io.millrace.internal.stage;

import io.millrace.errors.SinkUnavailableException;
import io.millrace.runtime.TimeSource;
import io.millrace.sink.UnavailableException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the log of a sink elsewhere that takes no records, when that begins, each 30 seconds while it lasts, and when it is over; not more
 * often where it comes and goes. Of what was thrown it names the types only, as messages may quote records; that of an {@link
 * UnavailableException} is shown.
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
    private boolean wasTold;
    private long since;
    private long toldAt;
    private long dividedAt;

    SinkTrouble(String topology, String sink, TimeSource time) {
        this.topology = topology;
        this.sink = sink;
        this.time = time;
        this.toldAt = time.nanoTime() - REMINDER_NANOS;
        this.dividedAt = toldAt;
    }

    /** A try has failed, and the next one is due after {@code pause}. */
    void failed(Throwable failure, Duration pause) {
        long now = time.nanoTime();
        if (failures++ == 0) {
            since = now;
        }
        if (now - toldAt >= REMINDER_NANOS) {
            toldAt = now;
            wasTold = true;
            LOG.atWarn()
                    .addKeyValue("millrace.topology", topology)
                    .log(
                            "Topology '{}': sink '{}' has not taken a batch for {} s, in {} tries: {}. It is tried again in {} ms, and its records"
                                    + " wait. See to the system behind it, or bound the tries with Batched.withRetry",
                            topology,
                            sink,
                            Duration.ofNanos(now - since).toSeconds(),
                            failures,
                            types(failure),
                            pause.toMillis());
        }
    }

    /** The tries of {@code records} that were written together are used up, though somebody may be there. */
    void isDivided(Throwable failure, int records) {
        long now = time.nanoTime();
        if (now - dividedAt >= REMINDER_NANOS) {
            dividedAt = now;
            LOG.atWarn()
                    .addKeyValue("millrace.topology", topology)
                    .log(
                            "Topology '{}': sink '{}' has not taken {} records in as many tries as they have: {}. They are written in halves, to"
                                    + " find those that are to blame. If none is, have the sink throw UnavailableException",
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
        if (wasTold) {
            LOG.atInfo()
                    .addKeyValue("millrace.topology", topology)
                    .log(
                            "Topology '{}': sink '{}' takes records again, {} ms after the first failed try",
                            topology,
                            sink,
                            Duration.ofNanos(time.nanoTime() - since).toMillis());
        }
        wasTold = false;
        failures = 0;
    }

    private static String types(Throwable failure) {
        StringBuilder types = new StringBuilder(
                failure instanceof UnavailableException
                        ? failure.toString()
                        : failure.getClass().getName());
        Throwable cause = failure.getCause();
        for (int links = 1; cause != null && links < LONGEST_CHAIN; links++) {
            types.append(", caused by ").append(cause.getClass().getName());
            cause = cause.getCause();
        }
        return types.toString();
    }
}
