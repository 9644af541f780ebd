package io.millrace.spring.view;

import io.millrace.runtime.TopologyState;
import java.util.Optional;

/**
 * A topology in short. Immutable.
 *
 * @param failure why it failed last, since its last start by hand; it may run again since
 * @param assigned how many partitions this instance has
 * @param restoring how many of them are not read yet, because state is restored first
 */
public record TopologySummary(
        String name,
        TopologyState state,
        boolean paused,
        Optional<String> failure,
        String trigger,
        int assigned,
        int restoring,
        long recordsBehind,
        boolean caughtUp,
        long checkpointAgeMillis) {}
