package io.millrace.internal.stage;

import io.millrace.runtime.TimeSource;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the log of a sink elsewhere that takes no records, when that begins, now and then while it lasts, and when it is over. Of what
 * was thrown it names the types only: messages may quote records.
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
        long now = time.nanoTime();
        if (failures++ == 0) {
            since = now;
            toldAt = now - REMINDER_NANOS;
        }
        if (now - toldAt >= REMINDER_NANOS) {
            toldAt = now;
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

    /** A batch was written. */
    void isOver() {
        if (failures > 0) {
            LOG.atInfo()
                    .addKeyValue("millrace.topology", topology)
                    .log(
                            "Topology '{}': sink '{}' takes records again, {} ms after the first failed try",
                            topology,
                            sink,
                            Duration.ofNanos(time.nanoTime() - since).toMillis());
            failures = 0;
        }
    }

    private static String types(Throwable failure) {
        StringBuilder types = new StringBuilder(failure.getClass().getName());
        Throwable cause = failure.getCause();
        for (int links = 1; cause != null && links < LONGEST_CHAIN; links++) {
            types.append(", caused by ").append(cause.getClass().getName());
            cause = cause.getCause();
        }
        return types.toString();
    }
}
