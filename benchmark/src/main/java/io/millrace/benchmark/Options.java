package io.millrace.benchmark;

import io.millrace.benchmark.process.Variant;
import io.millrace.benchmark.report.Mode;
import io.millrace.benchmark.run.Contest;
import io.millrace.benchmark.run.LatencyPlan;
import io.millrace.benchmark.workload.W1Forward;
import io.millrace.benchmark.workload.W2Features;
import io.millrace.benchmark.workload.W3TwoStage;
import io.millrace.benchmark.workload.W4Hopping;
import io.millrace.benchmark.workload.Workload;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.stream.Collectors;

/**
 * What the command line asks for.
 *
 * <p>Immutable.
 */
record Options(List<Contest> contests, int rounds, List<Mode> modes, String peer) {
    static final String USAGE = """
            Usage: benchmark/run [options]
              --workloads NAMES W1 (forward), W2 (count by key and minute), W3 (count by group), W4 (hopping windows) or several (default: all)
              --engines NAMES   variants or scripts in benchmark/engines, separated by commas (default: see docs)
              --rounds N        how often each variant runs (default 3)
              --modes NAMES     latency, drain, memory (of W2) or several of them (default latency,drain)
              --rate N          events per second in latency runs (default 2000)
              --warmup TIME     before each measurement, such as 45s, 500ms or 2m (default 45s)
              --measure TIME    length of each measurement (default 30s)
              --drain N         records to drain (default 2000000)
              --keys N          keys of W2 and W3 (default 1000) and of W4 (default 100000)
              --store NAME      in-memory or rocksdb, for engines that have the choice (default in-memory)
              --epochs TIMES    runs the real-time Millrace once for each of these, such as 1s,5m (default: its own)
              --against NAME    a variant to compare all others with, besides raw (default kafka-streams)
              --short           to see whether everything works: 1 round, a few seconds, few records
            """;

    static final String WORKLOADS = "--workloads";
    static final String ENGINES = "--engines";
    static final String ROUNDS = "--rounds";
    static final String MODES = "--modes";
    static final String RATE = "--rate";
    static final String WARM_UP = "--warmup";
    static final String MEASURE = "--measure";
    static final String DRAIN = "--drain";
    static final String KEYS = "--keys";
    static final String STORE = "--store";
    static final String AGAINST = "--against";

    private static final String EPOCHS = "--epochs";
    private static final String SHORT = "--short";
    private static final Set<String> STORES = Set.of("in-memory", "rocksdb");
    private static final Set<String> NAMES =
            Set.of(WORKLOADS, ENGINES, ROUNDS, MODES, RATE, WARM_UP, MEASURE, DRAIN, KEYS, STORE, EPOCHS, AGAINST);

    Options {
        contests = List.copyOf(contests);
        modes = List.copyOf(modes);
        if (modes.contains(Mode.MEMORY)
                && contests.stream().anyMatch(contest -> contest.workload().keyCount() == 0)) {
            throw new IllegalArgumentException(
                    "Mode 'memory' measures the state of keys, which only W2 has: add '%s %s'."
                            .formatted(WORKLOADS, W2Features.NAME));
        }
    }

    /** Parses {@code words}; engines that are no named variant must be scripts in {@code engines}. */
    static Options parse(List<String> words, Path engines) {
        Defaults defaults = words.contains(SHORT) ? Defaults.SHORT : Defaults.FULL;
        Arguments given =
                Arguments.of(words.stream().filter(word -> !word.equals(SHORT)).toList(), NAMES);
        Arguments general = given.orElse(defaults.ofAll());
        return new Options(
                general.list(WORKLOADS).stream()
                        .map(name -> contest(name, given.orElse(defaults.of(name)), engines))
                        .toList(),
                general.count(ROUNDS),
                general.list(MODES).stream().map(Options::mode).toList(),
                general.text(AGAINST));
    }

    /** The options by name, for the report. */
    Map<String, String> described() {
        Map<String, String> described = new LinkedHashMap<>();
        described.put("rounds", Integer.toString(rounds));
        contests.forEach(contest -> described.put(contest.workload().described(), described(contest)));
        return described;
    }

    private String described(Contest contest) {
        StringJoiner described = new StringJoiner("; ");
        described.add(contest.variants().stream().map(Options::described).collect(Collectors.joining(", ")));
        if (modes.contains(Mode.LATENCY)) {
            LatencyPlan latency = contest.latency();
            described.add("%d events/s, warm-up %d s, measured %d s"
                    .formatted(
                            latency.eventsPerSecond(),
                            latency.warmUp().toSeconds(),
                            latency.measured().toSeconds()));
        }
        if (modes.contains(Mode.DRAIN)) {
            described.add("draining %d records".formatted(contest.drainCount()));
        }
        return described.toString();
    }

    private static String described(Variant variant) {
        return variant.options().isEmpty() ? variant.name() : variant.name() + " " + variant.options();
    }

    private static Contest contest(String workload, Arguments arguments, Path engines) {
        return new Contest(
                workload(workload, arguments),
                variants(arguments, engines),
                new LatencyPlan(arguments.count(RATE), arguments.duration(WARM_UP), arguments.duration(MEASURE)),
                arguments.count(DRAIN));
    }

    private static List<Variant> variants(Arguments arguments, Path engines) {
        List<String> epochs = arguments.list(EPOCHS);
        epochs.forEach(epoch -> Arguments.duration(EPOCHS, epoch));
        String store = store(arguments.text(STORE));
        return arguments.list(ENGINES).stream()
                .map(name -> Variant.find(name, engines))
                .flatMap(variant -> variant.withEpochs(epochs).stream())
                .map(variant -> variant.withStore(store))
                .toList();
    }

    private static String store(String name) {
        if (!STORES.contains(name)) {
            throw new IllegalArgumentException(
                    "Store '%s' is unknown; choose from 'in-memory' and 'rocksdb'.".formatted(name));
        }
        return name;
    }

    private static Workload workload(String name, Arguments arguments) {
        return switch (name) {
            case W1Forward.NAME -> new W1Forward();
            case W2Features.NAME -> new W2Features(arguments.count(KEYS));
            case W3TwoStage.NAME -> new W3TwoStage(arguments.count(KEYS));
            case W4Hopping.NAME -> new W4Hopping(arguments.count(KEYS));
            default ->
                throw new IllegalArgumentException(
                        "Workload '%s' is unknown; choose from 'W1', 'W2', 'W3' and 'W4'.".formatted(name));
        };
    }

    private static Mode mode(String name) {
        return Arrays.stream(Mode.values())
                .filter(mode -> mode.optionName().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "Mode '%s' is unknown; choose from 'latency', 'drain' and 'memory'.".formatted(name)));
    }
}
