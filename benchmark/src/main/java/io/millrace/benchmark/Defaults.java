package io.millrace.benchmark;

import io.millrace.benchmark.workload.W1Forward;
import io.millrace.benchmark.workload.W2Features;
import io.millrace.benchmark.workload.W3TwoStage;
import io.millrace.benchmark.workload.W4Hopping;
import java.util.HashMap;
import java.util.Map;

/** What holds where the command line says nothing. */
enum Defaults {
    /** For numbers that count. */
    FULL(
            Map.of(
                    Options.WORKLOADS, "W1,W2,W3,W4",
                    Options.ROUNDS, "3",
                    Options.MODES, "latency,drain",
                    Options.RATE, "2000",
                    Options.WARM_UP, "45s",
                    Options.MEASURE, "30s",
                    Options.DRAIN, "2000000",
                    Options.KEYS, "1000",
                    Options.STORE, "in-memory",
                    Options.AGAINST, "kafka-streams"),
            Map.of(Options.ENGINES, "raw,millrace,millrace-micro,millrace-eos,kafka-streams,kafka-streams-eos"),
            Map.of(Options.ENGINES, "raw,millrace,millrace-micro,millrace-eos,kafka-streams,kafka-streams-eos"),
            Map.of(
                    Options.ENGINES,
                    "raw,millrace,millrace-local,millrace-micro,millrace-eos,kafka-streams,kafka-streams-eos"),
            Map.of(Options.ENGINES, "raw,millrace,kafka-streams", Options.KEYS, "100000")),

    /** To see whether everything works, in less than two minutes: the continuous build waits for it. */
    SHORT(
            FULL.with(Map.of(
                    Options.ROUNDS, "1",
                    Options.WARM_UP, "1s",
                    Options.MEASURE, "1s",
                    Options.DRAIN, "20000")),
            Map.of(Options.ENGINES, "raw,millrace,millrace-micro"),
            Map.of(Options.ENGINES, "raw,millrace,kafka-streams"),
            Map.of(Options.ENGINES, "raw,millrace,millrace-local,millrace-eos,kafka-streams-eos"),
            Map.of(Options.ENGINES, "raw,millrace,kafka-streams", Options.KEYS, "10000"));

    private final Map<String, String> ofAll;
    private final Map<String, Map<String, String>> byWorkload;

    Defaults(
            Map<String, String> ofAll,
            Map<String, String> ofW1,
            Map<String, String> ofW2,
            Map<String, String> ofW3,
            Map<String, String> ofW4) {
        this.ofAll = ofAll;
        byWorkload = Map.of(W1Forward.NAME, ofW1, W2Features.NAME, ofW2, W3TwoStage.NAME, ofW3, W4Hopping.NAME, ofW4);
    }

    /** The values by option, but for those that depend on the workload. */
    Map<String, String> ofAll() {
        return ofAll;
    }

    /** The values by option for {@code workload}. */
    Map<String, String> of(String workload) {
        return with(byWorkload.getOrDefault(workload, Map.of()));
    }

    private Map<String, String> with(Map<String, String> more) {
        Map<String, String> values = new HashMap<>(ofAll);
        values.putAll(more);
        return values;
    }
}
