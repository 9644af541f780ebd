package io.millrace.benchmark;

import io.millrace.benchmark.process.Variant;
import io.millrace.benchmark.report.Metric;
import io.millrace.benchmark.report.Mode;
import io.millrace.benchmark.report.Report;
import io.millrace.benchmark.report.Run;
import io.millrace.benchmark.report.RunResult;
import io.millrace.benchmark.run.Contest;
import io.millrace.benchmark.run.RunExecutor;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.apache.kafka.common.utils.AppInfoParser;

/**
 * Runs the variants of every contest in turn, round after round, so that a machine that gets slower does so for all of them.
 *
 * <p>Confined to the main thread.
 */
final class Rounds {
    private final Options options;
    private final RunExecutor executor;
    private final Path directory;
    private final PrintStream output;
    private final List<RunResult> results = new ArrayList<>();

    Rounds(Options options, RunExecutor executor, Path directory, PrintStream output) {
        this.options = options;
        this.executor = executor;
        this.directory = directory;
        this.output = output;
    }

    /** Runs them, prints each result and the tables, and returns whether all runs count. */
    boolean run() throws InterruptedException {
        try {
            for (Contest contest : options.contests()) {
                for (Mode mode : options.modes()) {
                    run(contest, mode);
                }
            }
        } finally {
            output.printf("%n%s%nWritten to '%s'.%n", report().asText(), directory);
        }
        return results.stream().noneMatch(RunResult::hasFailed);
    }

    private void run(Contest contest, Mode mode) throws InterruptedException {
        if (mode == Mode.DRAIN) {
            warmUp(contest, mode);
        }
        for (int round = 1; round <= options.rounds(); round++) {
            for (Variant variant : contest.variants()) {
                add(executor.execute(contest, mode, round, variant));
            }
        }
    }

    /** The broker's and the driver's code is compiled in the first drain, which would be held against its engine. */
    private void warmUp(Contest contest, Mode mode) throws InterruptedException {
        Variant first = contest.variants().get(0);
        executor.execute(contest, mode, 0, first);
        output.printf("%s warm-up '%s': does not count%n", contest.workload().name(), first.name());
    }

    private void add(RunResult result) {
        Run run = result.run();
        results.add(result);
        // After every run: hours of work should survive an interruption.
        report().writeTo(directory);
        output.printf(
                "%s round %d/%d '%s': %s%n",
                run.discipline().described(), run.round(), options.rounds(), run.variant(), outcome(result));
    }

    private static String outcome(RunResult result) {
        if (result.hasFailed()) {
            return "FAILED, see below";
        }
        StringJoiner outcome = new StringJoiner(", ");
        for (Metric metric : result.run().discipline().mode().metrics()) {
            Double value = result.values().get(metric);
            if (value != null) {
                outcome.add("%s %s".formatted(metric.heading(), metric.format(value)));
            }
        }
        return outcome.toString();
    }

    private Report report() {
        return new Report(conditions(), Variant.BASELINE, options.peer(), results);
    }

    private Map<String, String> conditions() {
        Map<String, String> conditions = new LinkedHashMap<>(options.described());
        conditions.put("processors", Integer.toString(Runtime.getRuntime().availableProcessors()));
        conditions.put("Java", System.getProperty("java.runtime.version"));
        conditions.put("Kafka clients", AppInfoParser.getVersion());
        return conditions;
    }
}
