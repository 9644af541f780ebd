package io.millrace.benchmark.run;

import io.millrace.benchmark.process.ChildProcess;
import io.millrace.benchmark.process.RunDirectory;
import io.millrace.benchmark.process.Variant;
import io.millrace.benchmark.workload.Workload;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One variant on trial with one workload: a fresh pair of topics and, from {@link #startEngine()} on, its process.
 *
 * <p>Confined to the main thread.
 */
final class Trial implements AutoCloseable {
    /** How long an engine may keep silent before the trial is given up. */
    static final Duration SILENCE_LIMIT = Duration.ofSeconds(30);

    /** How long an engine may take from its start to its first result. */
    static final Duration START_LIMIT = Duration.ofSeconds(60);

    private final TestBench bench;
    private final Workload workload;
    private final Variant variant;
    private final String runId;
    private @Nullable ChildProcess engine;

    Trial(TestBench bench, Workload workload, Variant variant, String runId) {
        this.bench = bench;
        this.workload = workload;
        this.variant = variant;
        this.runId = runId;
    }

    /** Creates the topics. */
    void prepare() throws InterruptedException {
        bench.kafka().createTopics(List.of(inTopic(), outTopic()));
    }

    RunClock clock() {
        return bench.clock();
    }

    ChildProcess broker() {
        return bench.broker();
    }

    ChildProcess startEngine() {
        RunDirectory directory = bench.directory();
        ChildProcess started = bench.engines().start(variant, workload.name(), runId, inTopic(), outTopic(), directory);
        engine = started;
        return started;
    }

    /** The driver's way to send, with {@code configuration} for its producer. */
    InputTopic openInput(Ledger ledger, Map<String, Object> configuration) {
        return new InputTopic(inTopic(), workload, ledger, bench.kafka().newProducer(configuration));
    }

    ResultTopic openResults(Ledger ledger) {
        return new ResultTopic(
                outTopic(), bench.kafka().newConsumer(), workload.newAnswerReader(ledger.eventCount()), ledger);
    }

    /** Returns whether windows have ended in the second before an event that is due at {@code micros}. */
    boolean isJustAfterWindows(long micros) {
        return workload.isJustAfterWindows(micros);
    }

    /** Throws if the engine or the broker has ended. */
    void requireHealthy() {
        broker().requireAlive();
        if (engine != null) {
            engine.requireAlive();
        }
    }

    /** What the engine has printed that looks like an error. */
    List<String> engineErrors() {
        return engine == null ? List.of() : engine.errorLines();
    }

    /** The end of the engine's log, to be put under a message. */
    String engineLogTail() {
        return engine == null ? "The engine was not started." : engine.logTail();
    }

    @Override
    public void close() {
        if (engine != null) {
            engine.close();
        }
        // Ours, and those that the engine has made for itself.
        bench.kafka().deleteTopics(runId + "-");
    }

    private String inTopic() {
        return runId + "-in";
    }

    private String outTopic() {
        return runId + "-out";
    }
}
