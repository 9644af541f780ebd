package io.millrace.benchmark.run;

import io.millrace.benchmark.process.ProcessFailedException;
import io.millrace.benchmark.process.Variant;
import io.millrace.benchmark.report.Discipline;
import io.millrace.benchmark.report.Metric;
import io.millrace.benchmark.report.Mode;
import io.millrace.benchmark.report.Run;
import io.millrace.benchmark.report.RunResult;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.common.KafkaException;

/**
 * Executes single runs, each with its own topics and its own engine process, and turns failures into results that say
 * why, so that the other runs go on.
 *
 * <p>Confined to the main thread.
 */
public final class RunExecutor {
    private final TestBench bench;

    public RunExecutor(TestBench bench) {
        this.bench = bench;
    }

    /** Executes one run of {@code contest}; throws {@link ProcessFailedException} only where the broker has ended. */
    public RunResult execute(Contest contest, Mode mode, int round, Variant variant) throws InterruptedException {
        Run run = new Run(new Discipline(contest.workload().name(), mode), round, variant.name());
        try (Trial trial = new Trial(bench, contest.workload(), variant, runId(run))) {
            try {
                trial.prepare();
                Map<Metric, Double> values = measure(trial, contest, mode);
                return RunResult.measured(run, values, warnings(trial));
            } catch (ProcessFailedException failure) {
                bench.broker().requireAlive();
                return RunResult.failed(run, String.valueOf(failure.getMessage()));
            } catch (RunFailedException | KafkaException failure) {
                bench.broker().requireAlive();
                return RunResult.failed(run, "%s%n%s".formatted(failure.getMessage(), trial.engineLogTail()));
            }
        }
    }

    private static Map<Metric, Double> measure(Trial trial, Contest contest, Mode mode) throws InterruptedException {
        return switch (mode) {
            case LATENCY -> new LatencyRun(trial, contest.latency()).measure();
            case DRAIN -> new DrainRun(trial, contest.drainCount()).measure();
            case MEMORY -> new MemoryRun(trial, contest.workload().keyCount()).measure();
        };
    }

    private static String runId(Run run) {
        Discipline discipline = run.discipline();
        return "%s-%s-%s-%d"
                .formatted(
                        discipline.workload().toLowerCase(Locale.ROOT),
                        discipline.mode().optionName(),
                        run.variant(),
                        run.round());
    }

    private static List<String> warnings(Trial trial) {
        List<String> errors = trial.engineErrors();
        return errors.isEmpty()
                ? List.of()
                : List.of("the engine has printed %d lines that look like errors.%n%s"
                        .formatted(errors.size(), trial.engineLogTail()));
    }
}
