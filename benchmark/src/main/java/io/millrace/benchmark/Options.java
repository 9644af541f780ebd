package io.millrace.benchmark;

import io.millrace.benchmark.process.Variant;
import io.millrace.benchmark.report.Mode;
import io.millrace.benchmark.run.LatencyPlan;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What the command line asks for.
 *
 * <p>Immutable.
 */
record Options(List<Variant> variants, int rounds, LatencyPlan latency, int drainCount, List<Mode> modes) {
    static final String USAGE = """
            Usage: benchmark/run [options]
              --engines NAMES   variants or scripts in benchmark/engines, separated by commas (default: all variants)
              --rounds N        how often each variant runs (default 3)
              --modes NAMES     latency, drain or both (default latency,drain)
              --rate N          events per second in latency runs (default 2000)
              --warmup TIME     before each measurement, such as 45s, 500ms or 2m (default 45s)
              --measure TIME    length of each measurement (default 30s)
              --drain N         records to drain (default 2000000)
              --short           to see whether everything works: 1 round, 5s, 5s, 100000 records
            """;

    private static final String ENGINES = "--engines";
    private static final String ROUNDS = "--rounds";
    private static final String MODES = "--modes";
    private static final String RATE = "--rate";
    private static final String WARM_UP = "--warmup";
    private static final String MEASURE = "--measure";
    private static final String DRAIN = "--drain";
    private static final String SHORT = "--short";
    private static final Pattern DURATION = Pattern.compile("(\\d{1,6})(ms|s|m)");

    Options {
        variants = List.copyOf(variants);
        modes = List.copyOf(modes);
    }

    /** Parses {@code arguments}; engines that are no named variant must be scripts in {@code engines}. */
    static Options parse(List<String> arguments, Path engines) {
        Map<String, String> values = new HashMap<>(arguments.contains(SHORT) ? shortValues() : defaultValues());
        List<String> rest =
                arguments.stream().filter(argument -> !argument.equals(SHORT)).toList();
        for (int index = 0; index < rest.size(); index += 2) {
            String name = rest.get(index);
            if (!values.containsKey(name)) {
                throw new IllegalArgumentException("Option '%s' is unknown.".formatted(name));
            }
            if (index + 1 == rest.size()) {
                throw new IllegalArgumentException("Option '%s' needs a value.".formatted(name));
            }
            values.put(name, rest.get(index + 1));
        }
        return new Options(
                list(values, ENGINES).stream()
                        .map(name -> Variant.find(name, engines))
                        .toList(),
                count(values, ROUNDS),
                new LatencyPlan(count(values, RATE), duration(values, WARM_UP), duration(values, MEASURE)),
                count(values, DRAIN),
                list(values, MODES).stream().map(Options::mode).toList());
    }

    /** The options by name, for the report. */
    Map<String, String> described() {
        Map<String, String> described = new LinkedHashMap<>();
        described.put("engines", variants.stream().map(Options::described).collect(Collectors.joining(", ")));
        described.put("rounds", Integer.toString(rounds));
        if (modes.contains(Mode.LATENCY)) {
            described.put(
                    "latency",
                    "%d events/s, warm-up %d s, measured %d s"
                            .formatted(
                                    latency.eventsPerSecond(),
                                    latency.warmUp().toSeconds(),
                                    latency.measured().toSeconds()));
        }
        if (modes.contains(Mode.DRAIN)) {
            described.put("drain", "%d records".formatted(drainCount));
        }
        return described;
    }

    private static String described(Variant variant) {
        return variant.options().isEmpty() ? variant.name() : variant.name() + " " + variant.options();
    }

    private static Map<String, String> defaultValues() {
        return Map.of(
                ENGINES, Variant.NAMED.stream().map(Variant::name).collect(Collectors.joining(",")),
                ROUNDS, "3",
                MODES, "latency,drain",
                RATE, "2000",
                WARM_UP, "45s",
                MEASURE, "30s",
                DRAIN, "2000000");
    }

    private static Map<String, String> shortValues() {
        Map<String, String> values = new HashMap<>(defaultValues());
        values.putAll(Map.of(ROUNDS, "1", WARM_UP, "5s", MEASURE, "5s", DRAIN, "100000"));
        return values;
    }

    private static List<String> list(Map<String, String> values, String name) {
        List<String> items = Arrays.stream(value(values, name).split(","))
                .map(String::strip)
                .filter(item -> !item.isEmpty())
                .distinct()
                .toList();
        if (items.isEmpty()) {
            throw new IllegalArgumentException("Option '%s' needs at least one name.".formatted(name));
        }
        return items;
    }

    private static int count(Map<String, String> values, String name) {
        String value = value(values, name);
        if (!value.matches("[1-9]\\d{0,8}")) {
            throw new IllegalArgumentException(
                    "Option '%s' is '%s'; it must be a whole number from 1 to 999999999.".formatted(name, value));
        }
        return Integer.parseInt(value);
    }

    private static Duration duration(Map<String, String> values, String name) {
        String value = value(values, name);
        Matcher matcher = DURATION.matcher(value);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "Option '%s' is '%s'; it must be a time such as '45s', '500ms' or '2m'.".formatted(name, value));
        }
        long amount = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            default -> Duration.ofMinutes(amount);
        };
    }

    private static Mode mode(String name) {
        return Arrays.stream(Mode.values())
                .filter(mode -> mode.optionName().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "Mode '%s' is unknown; choose from 'latency' and 'drain'.".formatted(name)));
    }

    private static String value(Map<String, String> values, String name) {
        return Objects.requireNonNull(values.get(name), name);
    }
}
