package io.millrace.benchmark.report;

import java.util.EnumSet;
import java.util.Set;

/** What a run does with its engine, and thereby what it measures. */
public enum Mode {
    /** Events arrive on schedule; how long does each result take? */
    LATENCY(
            "latency",
            EnumSet.of(
                    Metric.P50,
                    Metric.P95,
                    Metric.P99,
                    Metric.P999,
                    Metric.P999_AFTER_WINDOWS,
                    Metric.MAX,
                    Metric.ENGINE_CORES,
                    Metric.BROKER_CORES,
                    Metric.DRIVER_CORES,
                    Metric.ENGINE_CPU,
                    Metric.PEAK_MEMORY,
                    Metric.FIRST_RESULT,
                    Metric.DRIVER_LATE_P99)),
    /** The topic is full when the engine starts; how fast does it get through? */
    DRAIN(
            "drain",
            EnumSet.of(
                    Metric.RATE,
                    Metric.FIRST_RESULT,
                    Metric.ENGINE_CPU,
                    Metric.BROKER_CPU,
                    Metric.DRIVER_CPU,
                    Metric.PEAK_MEMORY)),
    /** Every key has one event; how much memory does it take? */
    MEMORY(
            "memory",
            EnumSet.of(Metric.HEAP_AT_START, Metric.HEAP_OF_KEYS, Metric.RESIDENT_AT_START, Metric.RESIDENT_OF_KEYS));

    private final String optionName;
    private final Set<Metric> metrics;

    Mode(String optionName, Set<Metric> metrics) {
        this.optionName = optionName;
        this.metrics = metrics;
    }

    /** The name on the command line and in the results. */
    public String optionName() {
        return optionName;
    }

    /** What its runs measure, in the order of a table's columns. */
    public Set<Metric> metrics() {
        return EnumSet.copyOf(metrics);
    }
}
