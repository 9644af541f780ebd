package io.millrace.internal.metrics;

import io.millrace.internal.metrics.LatencyRecorder.Taker;
import io.millrace.internal.metrics.StageMeter.Activity;
import io.millrace.runtime.EdgeMetrics;
import io.millrace.runtime.EpochMetrics;
import io.millrace.runtime.EpochProgress;
import io.millrace.runtime.ErrorProgress;
import io.millrace.runtime.EventTimeProgress;
import io.millrace.runtime.LatencyPercentiles;
import io.millrace.runtime.RecordLatencies;
import io.millrace.runtime.RestoreProgress;
import io.millrace.runtime.StageMetrics;
import io.millrace.runtime.StoreMetrics;
import io.millrace.runtime.TimeSource;
import io.millrace.runtime.TopologyMetrics;
import io.millrace.runtime.TopologyPlan.Edge;
import io.millrace.runtime.TopologyPlan.EdgeKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Measures one topology through all of its runs, so that what it counts never falls. Percentiles are those of an interval, which {@link
 * #look} ends.
 *
 * <p>Thread-safe; only {@link #look}, {@link #attach}, {@link #detach} and {@link #read} ever wait, and for one another.
 */
public final class TopologyMeter {

    private static final long INTERVAL_NANOS = 10_000_000_000L;
    private static final double NANOS_PER_MILLI = 1_000_000;

    private final TimeSource time;
    private final Map<String, List<WorkerMeter>> workers = new LinkedHashMap<>();
    private final MeteredEdges edges;
    private final List<StoreMetrics> stores;
    private final InputMeter input;
    private final Map<String, RestoreProgress> restores = new ConcurrentHashMap<>();
    private volatile EpochMetrics epochs = EpochMetrics.NONE;

    // Guarded by this:
    private @Nullable RunGauges run;
    private ErrorProgress errors = ErrorProgress.NONE;
    private EventTimeProgress eventTime = EventTimeProgress.NONE;
    private Intervals intervals = Intervals.NONE;
    private final Map<String, Long> recordsBefore = new HashMap<>();
    private long intervalBegan;

    /**
     * @param stages how many workers each stage has that is measured, in the order in which they are told
     * @param stores all that there are, empty
     */
    public TopologyMeter(
            Map<String, Integer> stages,
            MeteredEdges edges,
            List<StoreMetrics> stores,
            InputMeter input,
            TimeSource time) {
        this.edges = edges;
        this.stores = List.copyOf(stores);
        this.time = time;
        this.input = input;
        this.intervalBegan = time.nanoTime();
        stages.forEach((stage, number) -> workers.put(stage, meters(number, edges.from(stage), time)));
    }

    private static List<WorkerMeter> meters(int number, List<Edge> exits, TimeSource time) {
        List<WorkerMeter> meters = new ArrayList<>();
        for (int worker = 0; worker < number; worker++) {
            meters.add(new WorkerMeter(time, exits));
        }
        return List.copyOf(meters);
    }

    /** Returns the meter of a worker of {@code stage}, the same one in each run. */
    public StageMeter worker(String stage, int number) {
        List<WorkerMeter> meters = workers.getOrDefault(stage, List.of());
        return number < meters.size() ? meters.get(number) : StageMeter.NONE;
    }

    public InputMeter input() {
        return input;
    }

    /** A run begins, of which {@code gauges} tell. */
    public synchronized void attach(RunGauges gauges) {
        detachAny();
        run = gauges;
    }

    /** The run that {@code gauges} tell of has ended; what it has counted stays. Nothing happens if another one has begun meanwhile. */
    public synchronized void detach(RunGauges gauges) {
        if (run == gauges) {
            detachAny();
        }
    }

    private void detachAny() {
        RunGauges ended = run;
        if (ended != null) {
            endInterval();
            errors = sum(errors, ended.errors(), 0);
            eventTime = sum(eventTime, ended.eventTime());
            run = null;
            input.left(0, false);
            restores.clear();
        }
    }

    /** An epoch was committed. Confined to the poll thread. */
    public void committed(EpochProgress progress) {
        epochs = epochs.plus(progress);
    }

    /** Other partitions are assigned than before. Confined to the poll thread. */
    public void assigned() {
        input.assigned();
        restores.clear(); // what goes on is told of again soon
    }

    /** A restore goes on, or is done. Confined to the poll thread. */
    public void restoring(RestoreProgress progress) {
        String key = progress.store() + "/" + progress.partition();
        if (progress.done()) {
            restores.remove(key);
        } else {
            restores.put(key, progress);
        }
    }

    /** Ends the interval if it is over. To be called now and then. */
    public synchronized void look() {
        if (time.nanoTime() - intervalBegan >= INTERVAL_NANOS) {
            endInterval();
        }
    }

    /** Returns all that was measured. */
    public synchronized TopologyMetrics read() {
        look(); // nobody may have done so for a while
        RunGauges current = run;
        return new TopologyMetrics(
                workers.keySet().stream().map(this::stage).toList(),
                edges(),
                input.read(),
                epochs,
                intervals.latencies(),
                current == null ? eventTime : withLateness(sum(eventTime, current.eventTime())),
                current == null
                        ? errors
                        : sum(errors, current.errors(), current.errors().parked()),
                current == null ? stores : current.stores(),
                List.copyOf(restores.values()));
    }

    private StageMetrics stage(String stage) {
        RunGauges current = run;
        return new StageMetrics(
                stage,
                of(stage).size(),
                sum(stage, WorkerMeter::recordsIn),
                sum(stage, WorkerMeter::recordsOut),
                spent(stage, Activity.BUSY),
                spent(stage, Activity.IDLE),
                spent(stage, Activity.HELD_BACK),
                current == null ? 0 : current.laneFill(stage),
                intervals.queueing().getOrDefault(stage, LatencyPercentiles.NONE),
                intervals.processing().getOrDefault(stage, LatencyPercentiles.NONE));
    }

    private List<EdgeMetrics> edges() {
        Map<String, Long> taken = new HashMap<>();
        input.taken().forEach((topic, records) -> taken.merge(edges.inputOf().apply(topic), records, Long::sum));
        RunGauges current = run;
        List<EdgeMetrics> all = new ArrayList<>();
        for (Edge edge : edges.all()) {
            long records = edge.kind() == EdgeKind.INPUT
                    ? taken.getOrDefault(edge.from(), 0L)
                    : sum(edge.from(), worker -> worker.recordsOut(edge));
            all.add(new EdgeMetrics(edge, records, current == null ? 0 : current.laneFill(edge)));
        }
        return all;
    }

    private void endInterval() {
        long now = time.nanoTime();
        double seconds = Math.max(1, now - intervalBegan) / 1e9;
        RunGauges current = run;
        intervals = new Intervals(
                percentiles(WorkerMeter::queueing),
                percentiles(WorkerMeter::processing),
                current == null ? RecordLatencies.NONE : current.takeLatencies(),
                current == null ? Duration.ZERO : current.takeTimerLateness());
        intervalBegan = now;
        for (String stage : workers.keySet()) {
            long records = sum(stage, WorkerMeter::recordsIn);
            Long before = recordsBefore.put(stage, records);
            long perSecond = (long) ((records - (before == null ? 0 : before)) / seconds);
            of(stage).forEach(worker -> worker.expect(perSecond));
        }
    }

    private Map<String, LatencyPercentiles> percentiles(Function<WorkerMeter, LatencyRecorder> recorder) {
        Map<String, LatencyPercentiles> percentiles = new HashMap<>();
        workers.forEach((stage, meters) -> percentiles.put(
                stage,
                Percentiles.take(
                        Taker.METRICS,
                        NANOS_PER_MILLI,
                        meters.stream().map(recorder).toList())));
        return percentiles;
    }

    private List<WorkerMeter> of(String stage) {
        return workers.getOrDefault(stage, List.of());
    }

    private long sum(String stage, ToLongFunction<WorkerMeter> count) {
        return of(stage).stream().mapToLong(count).sum();
    }

    private Duration spent(String stage, Activity activity) {
        return Duration.ofNanos(sum(stage, worker -> worker.spent(activity)));
    }

    private EventTimeProgress withLateness(EventTimeProgress progress) {
        return new EventTimeProgress(
                progress.lateRecords(),
                progress.clampedTimestamps(),
                progress.timersFired(),
                intervals.timerLateness(),
                progress.watermark());
    }

    private static ErrorProgress sum(ErrorProgress one, ErrorProgress other, long parked) {
        return new ErrorProgress(
                one.skipped() + other.skipped(),
                one.deadLettered() + other.deadLettered(),
                one.retries() + other.retries(),
                parked);
    }

    private static EventTimeProgress sum(EventTimeProgress one, EventTimeProgress other) {
        return new EventTimeProgress(
                one.lateRecords() + other.lateRecords(),
                one.clampedTimestamps() + other.clampedTimestamps(),
                one.timersFired() + other.timersFired(),
                Duration.ZERO,
                other.watermark());
    }
}
