package io.millrace.spring;

import io.millrace.errors.MillraceException;
import io.millrace.processor.SourcePartition;
import io.millrace.query.Answer;
import io.millrace.query.OtherInstances;
import io.millrace.query.StoreQuery;
import io.millrace.runtime.DeadLetterReplay;
import io.millrace.runtime.EpochMetrics;
import io.millrace.runtime.EpochProgress;
import io.millrace.runtime.ErrorProgress;
import io.millrace.runtime.EventTimeProgress;
import io.millrace.runtime.InputMetrics;
import io.millrace.runtime.LatencyPercentiles;
import io.millrace.runtime.RecordLatencies;
import io.millrace.runtime.StageMetrics;
import io.millrace.runtime.StoreMetrics;
import io.millrace.runtime.StuckCall;
import io.millrace.runtime.TopologyEnd;
import io.millrace.runtime.TopologyHandle;
import io.millrace.runtime.TopologyMetrics;
import io.millrace.runtime.TopologyPlan;
import io.millrace.runtime.TopologySettings;
import io.millrace.runtime.TopologyState;
import io.millrace.runtime.Trigger;
import io.millrace.topology.Topology;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A topology whose state a test decides. Confined to the test. */
public final class FakeTopologyHandle implements TopologyHandle {

    public TopologyState state = TopologyState.RUNNING;
    public Set<SourcePartition> assignment = Set.of();
    public List<StuckCall> stuck = List.of();
    public final List<DeadLetterReplay> replayed = new ArrayList<>();
    public boolean restored = true;
    public boolean paused;
    public TopologySettings settings = TopologySettings.defaults();
    public Duration checkpointAge = Duration.ZERO;
    public TopologyMetrics metrics = metricsOf(List.of(), List.of());

    public @Nullable TopologyEnd end;

    public @Nullable Throwable failure;

    public @Nullable Long epoch;

    private final String name;

    public FakeTopologyHandle(String name) {
        this.name = name;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Topology topology() {
        return TestTopologies.copy(name, "in", "out");
    }

    @Override
    public TopologySettings settings() {
        return settings;
    }

    @Override
    public TopologyState state() {
        return state;
    }

    @Override
    public void start() {
        state = TopologyState.RUNNING;
    }

    @Override
    public void drain() {
        state = TopologyState.STOPPED;
    }

    @Override
    public void close() {
        state = TopologyState.CLOSED;
    }

    @Override
    public void switchTrigger(Trigger trigger) {
        settings = settings.withTrigger(trigger);
    }

    @Override
    public void pause() {
        paused = true;
    }

    @Override
    public void resume() {
        paused = false;
    }

    @Override
    public boolean isPaused() {
        return paused;
    }

    @Override
    public EpochProgress checkpoint() {
        return progress(7);
    }

    @Override
    public void restart() {
        if (state == TopologyState.CLOSED) {
            throw new IllegalStateException("Topology '%s' can't be restarted: it is CLOSED".formatted(name));
        }
        state = TopologyState.RUNNING;
    }

    @Override
    public Optional<TopologyEnd> end() {
        return Optional.ofNullable(end);
    }

    @Override
    public Optional<TopologyEnd> awaitEnd(Duration timeout) {
        return end();
    }

    @Override
    public Optional<Throwable> failure() {
        return Optional.ofNullable(failure);
    }

    @Override
    public Set<SourcePartition> assignment() {
        return assignment;
    }

    @Override
    public Set<SourcePartition> restoring() {
        return restored ? Set.of() : assignment;
    }

    @Override
    public boolean hasRestored() {
        return restored;
    }

    @Override
    public List<StuckCall> stuck() {
        return stuck;
    }

    @Override
    public DeadLetterReplay.Result replayDeadLetters(DeadLetterReplay which) {
        if (failure instanceof MillraceException failed) {
            throw failed;
        }
        replayed.add(which);
        return new DeadLetterReplay.Result(3, 2, 1);
    }

    @Override
    public Optional<EpochProgress> lastProgress() {
        return Optional.ofNullable(epoch).map(this::progress);
    }

    @Override
    public ErrorProgress errors() {
        return ErrorProgress.NONE;
    }

    @Override
    public TopologyMetrics metrics() {
        return metrics;
    }

    @Override
    public Duration checkpointAge() {
        return checkpointAge;
    }

    @Override
    public TopologyPlan plan() {
        return new TopologyPlan(List.of(), List.of());
    }

    @Override
    public <K, V> StoreQuery<K, V> query(String store) {
        throw new UnsupportedOperationException(store);
    }

    @Override
    public <K, V> StoreQuery<K, V> query(String store, OtherInstances others) {
        throw new UnsupportedOperationException(store);
    }

    @Override
    public CompletionStage<Answer<byte[]>> answer(String store, byte[] question) {
        throw new UnsupportedOperationException(store);
    }

    @Override
    public String explain() {
        return name;
    }

    /** Returns metrics of a topology that has done nothing yet. */
    public TopologyMetrics metricsOf(List<StageMetrics> stages, List<StoreMetrics> stores) {
        return new TopologyMetrics(
                stages,
                List.of(),
                new InputMetrics(0, 0, true, 0),
                EpochMetrics.NONE,
                RecordLatencies.NONE,
                EventTimeProgress.NONE,
                ErrorProgress.NONE,
                stores,
                List.of());
    }

    private EpochProgress progress(long number) {
        return new EpochProgress(
                name,
                number,
                Instant.EPOCH,
                Duration.ZERO,
                Duration.ZERO,
                Duration.ZERO,
                Duration.ZERO,
                0,
                0,
                Map.of(),
                Map.of(),
                true,
                LatencyPercentiles.NONE,
                LatencyPercentiles.NONE,
                LatencyPercentiles.NONE,
                EventTimeProgress.NONE,
                ErrorProgress.NONE);
    }
}
