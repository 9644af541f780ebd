package io.millrace.benchmark;

import io.millrace.benchmark.process.BrokerProcess;
import io.millrace.benchmark.process.ChildProcesses;
import io.millrace.benchmark.process.Engines;
import io.millrace.benchmark.process.ProcessFailedException;
import io.millrace.benchmark.process.RunDirectory;
import io.millrace.benchmark.run.KafkaAccess;
import io.millrace.benchmark.run.RunClock;
import io.millrace.benchmark.run.RunExecutor;
import io.millrace.benchmark.run.TestBench;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;

/**
 * The command {@code benchmark/run}: starts a broker, runs the rounds, prints and writes the results.
 *
 * <p>Ends with 0 if every run counts, 1 if one failed, 2 if the command line is wrong.
 */
public final class BenchmarkMain {
    private static final String HOME = "benchmark.home";

    private BenchmarkMain() {}

    public static void main(String[] arguments) throws InterruptedException {
        Path home = Path.of(System.getProperty(HOME, "benchmark")).toAbsolutePath();
        Options options;
        try {
            options = Options.parse(List.of(arguments), home.resolve("engines"));
        } catch (IllegalArgumentException mistake) {
            System.err.printf("%s%n%n%s", mistake.getMessage(), Options.USAGE);
            System.exit(2);
            return;
        }
        try {
            System.exit(benchmark(options, home) ? 0 : 1);
        } catch (ProcessFailedException noBroker) {
            System.err.println(noBroker.getMessage());
            System.exit(1);
        }
    }

    private static boolean benchmark(Options options, Path home) throws InterruptedException {
        Path target = home.resolve("target");
        String started = LocalDateTime.now().format(DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss"));
        RunDirectory directory = new RunDirectory(target.resolve("results").resolve(started));
        ChildProcesses children = new ChildProcesses();
        // A signal does not unwind the stack: the hook must do what the try does otherwise.
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            children.close();
            directory.close();
        }));
        try (directory;
                children;
                BrokerProcess broker = BrokerProcess.start(
                        children,
                        target.resolve("class-paths").resolve("broker"),
                        directory.brokerData(),
                        directory.log("broker"));
                KafkaAccess kafka = new KafkaAccess(broker.bootstrap())) {
            TestBench bench = new TestBench(
                    kafka,
                    broker.process(),
                    new Engines(children, home.resolve("engines"), broker.bootstrap()),
                    directory,
                    new RunClock());
            return new Rounds(options, new RunExecutor(bench), directory.root(), System.out).run();
        }
    }
}
