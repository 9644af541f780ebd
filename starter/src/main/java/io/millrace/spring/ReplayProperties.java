package io.millrace.spring;

import io.millrace.errors.ErrorPhase;
import io.millrace.runtime.DeadLetterReplay;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Which dead letters the service sends back, instead of its work, to end then. Immutable.
 *
 * @param topology Name of the topology whose dead letters are sent back to where they came from. With it the service does nothing else,
 *     and ends.
 * @param exception Only those where this was thrown, or was the cause: the name of a class, with or without its package.
 * @param stage Only those that this stage gave up.
 * @param phase Only those that failed in this phase.
 * @param topic Only those that came from this topic.
 * @param since Only those that were given up at this time or later, such as '2026-11-21T08:00:00Z'.
 */
@ConfigurationProperties("millrace.replay-dead-letters")
record ReplayProperties(
        @Nullable String topology,
        @Nullable String exception,
        @Nullable String stage,
        @Nullable ErrorPhase phase,
        @Nullable String topic,
        @Nullable Instant since) {

    DeadLetterReplay which() {
        return new DeadLetterReplay(
                Optional.ofNullable(exception),
                Optional.ofNullable(stage),
                Optional.ofNullable(phase),
                Optional.ofNullable(topic),
                Optional.ofNullable(since));
    }
}
