package io.millrace.internal.metrics;

import io.millrace.runtime.ErrorProgress;
import io.millrace.runtime.EventTimeProgress;
import io.millrace.runtime.RecordLatencies;
import io.millrace.runtime.StoreMetrics;
import io.millrace.runtime.TopologyPlan.Edge;
import java.time.Duration;
import java.util.List;

/** What is known of one run while it lasts. Thread-safe. */
public interface RunGauges {

    /** Returns what became of records that failed since the run began. */
    ErrorProgress errors();

    /** Returns what event time and timers did since the run began; the greatest lateness is left out. */
    EventTimeProgress eventTime();

    /** Returns by how much a timer was late since the last call. */
    Duration takeTimerLateness();

    /** Returns the latencies of what was measured since the last call. */
    RecordLatencies takeLatencies();

    /** Returns how full the fullest lane to {@code stage} is, from 0 to 1. */
    double laneFill(String stage);

    /** Returns how full the fullest lane of {@code edge} is, from 0 to 1; 0 if it has none. */
    double laneFill(Edge edge);

    /** Returns what is in the stores here. */
    List<StoreMetrics> stores();
}
