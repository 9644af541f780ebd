package io.millrace.topology;

import io.millrace.window.EmitStrategy;
import io.millrace.window.SessionWindows;
import io.millrace.window.SlidingWindows;
import io.millrace.window.TimeWindows;
import java.time.Duration;

/** Tells the graph what is wrong with spans of event time. Confined to the thread that defines the topology. */
record WindowSpans(GraphBuilder graph) {

    void check(TimeWindows windows) {
        requireMillisecond("TimeWindows have a size of", windows.size());
        requireMillisecond("TimeWindows advance by", windows.advance());
        refuseNegative("TimeWindows", windows.grace());
        if (windows.advance().compareTo(windows.size()) > 0) {
            graph.problem(
                    "TimeWindows have a size of %s and advance by %s, so that some records would be in no window: advance by the size at most."
                            .formatted(windows.size(), windows.advance()));
        }
    }

    void check(SlidingWindows windows) {
        requireMillisecond("SlidingWindows have a time difference of", windows.timeDifference());
        refuseNegative("SlidingWindows", windows.grace());
    }

    void check(SessionWindows windows) {
        requireMillisecond("SessionWindows have an inactivity gap of", windows.inactivityGap());
        refuseNegative("SessionWindows", windows.grace());
    }

    void check(EmitStrategy emit) {
        if (emit instanceof EmitStrategy.Every every) {
            requireMillisecond("EmitStrategy.every has an interval of", every.interval());
        }
    }

    private void requireMillisecond(String what, Duration span) {
        if (span.compareTo(Duration.ofMillis(1)) < 0) {
            graph.problem("%s %s: give at least a millisecond.".formatted(what, span));
        }
    }

    private void refuseNegative(String what, Duration grace) {
        if (grace.isNegative()) {
            graph.problem("%s have a grace of %s: give 0 or more.".formatted(what, grace));
        }
    }
}
