package io.millrace.spring;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import io.millrace.runtime.EpochMetrics;
import io.millrace.runtime.ErrorProgress;
import io.millrace.runtime.InputMetrics;
import io.millrace.runtime.LatencyPercentiles;
import io.millrace.runtime.RestoreProgress;
import io.millrace.runtime.StageMetrics;
import io.millrace.runtime.StoreMetrics;
import io.millrace.runtime.TopologyMetrics;
import io.millrace.runtime.TopologyState;
import io.millrace.runtime.Trigger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/**
 * The meters of one topology in one registry. All of them read the same snapshot, so that a scrape costs one.
 *
 * <p>What a meter means is told in 'docs/operations.md'.
 *
 * <p>Confined to the thread that registers; what the meters read is thread-safe.
 */
final class TopologyMeters {

    private static final double NANOS_PER_SECOND = 1e9;

    private final MeteredTopology topology;
    private final MeterRegistry registry;
    private final Tags tags;
    private final List<Meter> registered = new ArrayList<>();

    TopologyMeters(MeteredTopology topology, MeterRegistry registry) {
        this.topology = topology;
        this.registry = registry;
        this.tags = Tags.of("topology", topology.handle().name());
    }

    /** Registers all of them, and returns them. */
    List<Meter> register() {
        registerLife();
        registerInput();
        registerEpochs();
        registerTime();
        registerErrors();
        registerRestores();
        TopologyMetrics metrics = topology.metrics();
        metrics.stages().forEach(stage -> registerStage(stage.stage()));
        metrics.stores().forEach(store -> registerStore(store.store(), store.stage()));
        return List.copyOf(registered);
    }

    private void registerLife() {
        for (TopologyState state : TopologyState.values()) {
            gauge(
                    "topology.state",
                    tags.and("state", state.name().toLowerCase(Locale.ROOT)),
                    of -> of.handle().state() == state ? 1 : 0);
        }
        gauge("topology.paused", tags, of -> of.handle().isPaused() ? 1 : 0);
        counter("topology.failures", tags, MeteredTopology::failures);
        gauge("stuck.calls", tags, of -> of.handle().stuck().size());
    }

    private void registerInput() {
        counter("records.read", tags, of -> input(of).records());
        gauge("records.behind", tags, of -> input(of).recordsBehind());
        gauge("caught.up", tags, of -> input(of).caughtUp() ? 1 : 0);
        gauge("partitions.assigned", tags, of -> of.handle().assignment().size());
        gauge("partitions.restoring", tags, of -> of.handle().restoring().size());
        counter("assignments", tags, of -> input(of).assignments());
    }

    private static InputMetrics input(MeteredTopology of) {
        return of.metrics().input();
    }

    private void registerEpochs() {
        timeGauge("checkpoint.age", tags, of -> seconds(of.handle().checkpointAge()));
        timeGauge("checkpoint.interval", tags, TopologyMeters::interval);
        timer("epoch", EpochMetrics::lasting);
        timer("epoch.align", EpochMetrics::aligning);
        timer("epoch.acknowledge", EpochMetrics::acknowledging);
        timer("epoch.commit", EpochMetrics::committing);
        counter("records.committed", tags, of -> of.metrics().epochs().recordsIn());
        counter("outputs.committed", tags, of -> of.metrics().epochs().recordsOut());
        percentiles("latency", tags.and("part", "queueing"), metrics -> metrics.latencies()
                .queueing());
        percentiles("latency", tags.and("part", "processing"), metrics -> metrics.latencies()
                .processing());
        percentiles("latency", tags.and("part", "end-to-end"), metrics -> metrics.latencies()
                .endToEnd());
    }

    private static double interval(MeteredTopology of) {
        return of.handle().settings().trigger() instanceof Trigger.Periodic periodic
                ? seconds(periodic.interval())
                : Double.NaN;
    }

    private void registerTime() {
        timeGauge("watermark.lag", tags, MeteredTopology::watermarkLag);
        counter("records.late", tags, of -> of.metrics().eventTime().lateRecords());
        counter("timestamps.clamped", tags, of -> of.metrics().eventTime().clampedTimestamps());
        counter("timers.fired", tags, of -> of.metrics().eventTime().timersFired());
        timeGauge("timer.lateness", tags, of -> seconds(of.metrics().eventTime().greatestTimerLateness()));
    }

    private void registerErrors() {
        counter("records.skipped", tags, of -> errors(of).skipped());
        counter("records.dead.lettered", tags, of -> errors(of).deadLettered());
        counter("records.retried", tags, of -> errors(of).retries());
        gauge("records.parked", tags, of -> errors(of).parked());
    }

    private static ErrorProgress errors(MeteredTopology of) {
        return of.metrics().errors();
    }

    private void registerRestores() {
        gauge("restore.records.left", tags, of -> sum(of, restore -> restore.totalRecords() - restore.records()));
        timeGauge("restore.time.left", tags, of -> of.metrics().restores().stream()
                .mapToDouble(restore -> seconds(restore.timeLeft()))
                .max()
                .orElse(0));
    }

    private static double sum(MeteredTopology of, ToLongFunction<RestoreProgress> records) {
        return of.metrics().restores().stream().mapToLong(records).sum();
    }

    private void registerStage(String stage) {
        Tags its = tags.and("stage", stage);
        gauge("stage.workers", its, of -> of.stage(stage).workers());
        counter("stage.records.in", its, of -> of.stage(stage).recordsIn());
        counter("stage.records.out", its, of -> of.stage(stage).recordsOut());
        spent(stage, "busy", StageMetrics::busy);
        spent(stage, "idle", StageMetrics::idle);
        spent(stage, "held-back", StageMetrics::heldBack);
        gauge("stage.lane.fill", its, of -> of.stage(stage).laneFill());
        percentiles("stage.queueing", its, metrics -> of(metrics, stage).queueing());
        percentiles("stage.processing", its, metrics -> of(metrics, stage).processing());
    }

    private static StageMetrics of(TopologyMetrics metrics, String stage) {
        return MeteredTopology.stage(metrics, stage);
    }

    private void spent(String stage, String activity, Function<StageMetrics, Duration> time) {
        registered.add(
                FunctionCounter.builder("millrace.stage.time", topology, of -> seconds(time.apply(of.stage(stage))))
                        .tags(tags.and("stage", stage, "activity", activity))
                        .baseUnit("seconds")
                        .register(registry));
    }

    private void registerStore(String store, String stage) {
        Tags its = tags.and("stage", stage, "store", store);
        gauge("store.entries", its, of -> of.store(store)
                .map(StoreMetrics::entries)
                .orElse(0L));
        registered.add(Gauge.builder("millrace.store.size", topology, of -> of.store(store)
                        .map(StoreMetrics::bytes)
                        .orElse(0L))
                .tags(its)
                .baseUnit("bytes")
                .strongReference(true)
                .register(registry));
    }

    private void percentiles(String name, Tags its, Function<TopologyMetrics, LatencyPercentiles> latencies) {
        percentile(name, its.and("quantile", "0.5"), latencies, LatencyPercentiles::p50);
        percentile(name, its.and("quantile", "0.9"), latencies, LatencyPercentiles::p90);
        percentile(name, its.and("quantile", "0.95"), latencies, LatencyPercentiles::p95);
        percentile(name, its.and("quantile", "0.99"), latencies, LatencyPercentiles::p99);
    }

    /** Where nothing was measured there is no number. */
    private void percentile(
            String name,
            Tags its,
            Function<TopologyMetrics, LatencyPercentiles> latencies,
            ToDoubleFunction<LatencyPercentiles> millis) {
        timeGauge(name, its, of -> {
            LatencyPercentiles measured = latencies.apply(of.metrics());
            return measured.count() == 0 ? Double.NaN : millis.applyAsDouble(measured) / 1_000;
        });
    }

    private void counter(String name, Tags its, ToDoubleFunction<MeteredTopology> value) {
        registered.add(FunctionCounter.builder("millrace." + name, topology, value)
                .tags(its)
                .register(registry));
    }

    private void gauge(String name, Tags its, ToDoubleFunction<MeteredTopology> value) {
        registered.add(Gauge.builder("millrace." + name, topology, value)
                .tags(its)
                .strongReference(true)
                .register(registry));
    }

    private void timeGauge(String name, Tags its, ToDoubleFunction<MeteredTopology> seconds) {
        registered.add(TimeGauge.builder("millrace." + name, topology, TimeUnit.SECONDS, seconds)
                .tags(its)
                .strongReference(true)
                .register(registry));
    }

    private void timer(String name, Function<EpochMetrics, Duration> total) {
        registered.add(FunctionTimer.builder(
                        "millrace." + name,
                        topology,
                        of -> of.metrics().epochs().committed(),
                        of -> total.apply(of.metrics().epochs()).toNanos(),
                        TimeUnit.NANOSECONDS)
                .tags(tags)
                .register(registry));
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / NANOS_PER_SECOND;
    }
}
