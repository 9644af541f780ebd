package io.millrace.benchmark.report;

import java.util.Locale;

/** A measured number, with its name in JSON, its column heading, and the decimals that mean something. */
public enum Metric {
    P50("p50Millis", "p50 ms", 3),
    P95("p95Millis", "p95 ms", 3),
    P99("p99Millis", "p99 ms", 3),
    P999("p999Millis", "p99.9 ms", 3),
    P999_AFTER_WINDOWS("p999MillisAfterWindowsEnd", "p99.9 ms after windows end", 3),
    MAX("maxMillis", "max ms", 1),
    RATE("recordsPerSecond", "records/s", 0),
    ENGINE_CORES("engineCores", "engine cores", 3),
    BROKER_CORES("brokerCores", "broker cores", 3),
    DRIVER_CORES("driverCores", "driver cores", 3),
    FIRST_RESULT("firstResultSeconds", "first result s", 2),
    ENGINE_CPU("engineCpuSecondsPerMillion", "engine CPU s/M", 2),
    BROKER_CPU("brokerCpuSecondsPerMillion", "broker CPU s/M", 2),
    DRIVER_CPU("driverCpuSecondsPerMillion", "driver CPU s/M", 2),
    PEAK_MEMORY("enginePeakMebibytes", "peak MiB", 0),
    HEAP_AT_START("heapMebibytesAtStart", "heap MiB at start", 1),
    HEAP_OF_KEYS("heapMebibytesPerMillionKeys", "heap MiB/M keys", 1),
    RESIDENT_AT_START("residentMebibytesAtStart", "resident MiB at start", 0),
    RESIDENT_OF_KEYS("residentMebibytesPerMillionKeys", "resident MiB/M keys", 0),
    DRIVER_LATE_P99("driverLateP99Millis", "driver late p99 ms", 3);

    private final String jsonName;
    private final String heading;
    private final int decimals;

    Metric(String jsonName, String heading, int decimals) {
        this.jsonName = jsonName;
        this.heading = heading;
        this.decimals = decimals;
    }

    public String jsonName() {
        return jsonName;
    }

    public String heading() {
        return heading;
    }

    /** Writes {@code value} with this metric's decimals and with commas between thousands. */
    public String format(double value) {
        return String.format(Locale.ROOT, "%,." + decimals + "f", value);
    }
}
