package io.millrace.internal.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.internal.epoch.EpochCoordinator;
import io.millrace.internal.exchange.Exchange;
import io.millrace.internal.exchange.Inbox;
import io.millrace.internal.exchange.Lane;
import io.millrace.internal.exchange.WakeUp;
import io.millrace.internal.metrics.InputMeter;
import io.millrace.internal.plan.Plan;
import io.millrace.internal.plan.Planner;
import io.millrace.internal.plan.TimePlan;
import io.millrace.processor.SourcePartition;
import io.millrace.runtime.EpochProgress;
import io.millrace.runtime.ErrorProgress;
import io.millrace.runtime.EventTimeProgress;
import io.millrace.runtime.TopologySettings;
import io.millrace.runtime.Trigger;
import io.millrace.support.ManualTime;
import io.millrace.topology.Consumed;
import io.millrace.topology.StartPosition;
import io.millrace.topology.TopologyBuilder;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.IntSupplier;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Serdes;

/**
 * The source and all that belongs to it, stepped by the test: subscribed to a topic of two partitions, with one worker
 * behind it.
 */
final class SteppedSource {

    static final TopicPartition P0 = new TopicPartition("in", 0);
    static final TopicPartition P1 = new TopicPartition("in", 1);
    static final int CAPACITY = 8;
    static final Duration INTERVAL = Duration.ofSeconds(10);
    static final Duration DRAIN_TIMEOUT = Duration.ofSeconds(3);
    static final long MAX_CHANGED_BYTES = 1_000;

    private final Lane lane = new Lane(CAPACITY, WakeUp.NOT_NEEDED, WakeUp.NOT_NEEDED);
    final InputMeter input = new InputMeter();
    final ManualTime time = new ManualTime();
    final FakeConsumer consumer = new FakeConsumer();
    /** What a job is told of the cluster. */
    final FakeChangelogs cluster = new FakeChangelogs();

    final WorkerBehind behind = new WorkerBehind(new Inbox(List.of(lane)));
    final ChangedState state = new ChangedState(time);
    final OutputBuffers buffers = new OutputBuffers();
    final List<EpochProgress> progress = new ArrayList<>();
    final List<Set<SourcePartition>> assignments = new ArrayList<>();
    /** Another worker that runs while the source waits. */
    IntSupplier besides = () -> 0;
    /** Whether the source says that outputs are to be collected. */
    final AtomicBoolean behindInput = new AtomicBoolean();

    final SourceParts parts;
    final Rebalances rebalances;
    final SourceWorker worker;

    SteppedSource() {
        this(Trigger.realTime(INTERVAL));
    }

    SteppedSource(Trigger trigger) {
        this(trigger, source -> new OffsetCommitter("cards", source.consumer, source.time));
    }

    SteppedSource(Function<SteppedSource, Committer> committer) {
        this(Trigger.realTime(INTERVAL), committer);
    }

    private SteppedSource(Trigger trigger, Function<SteppedSource, Committer> committer) {
        TopologyBuilder builder = TopologyBuilder.named("cards").defaultSerdes(Serdes.String(), Serdes.String());
        builder.stream("in", Consumed.<String, String>as("in").startingAt(StartPosition.latest()))
                .foreach((key, value) -> {});
        Plan plan = Planner.plan(builder.build(), "group", TopologySettings.defaults());
        parts = parts(plan, committer.apply(this));
        IntakeFactory factory = new IntakeFactory(
                plan,
                parts,
                new JobQuestions(plan, cluster, Runnable::run),
                behindInput,
                new IntakeFactory.Surroundings(() -> worker().wakeUp(), () -> 0, time));
        CurrentIntake intakes = new CurrentIntake(factory::of, trigger);
        Drain drain = new Drain(
                parts,
                intakes,
                new Drain.Others(this::runBehind, () -> behind.failed),
                time,
                new PlainWaiting(),
                DRAIN_TIMEOUT);
        rebalances = new Rebalances(parts, drain, assignments::add);
        worker = new SourceWorker(parts, intakes, rebalances, new Latencies(time), () -> 0, time);
        consumer.topic("in", 2);
        worker.subscribe();
    }

    /** Has the consumer group assign these partitions, and revoke all others. */
    void assign(TopicPartition... partitions) {
        consumer.rebalance(List.of(partitions));
    }

    void poll() {
        worker.poll(false);
    }

    /** Lets the source work, then the worker behind it, then the source on the answer. */
    void step() {
        worker.doWork();
        runBehind();
        worker.doWork();
    }

    void stepUntilDrained() {
        for (int turn = 0; turn < 10 && !worker.isDrained(); turn++) {
            step();
        }
        assertThat(worker.isDrained()).isTrue();
    }

    int runBehind() {
        time.advance(Duration.ofMillis(1));
        return behind.doWork() + besides.getAsInt();
    }

    static SourcePartition partition(int partition) {
        return new SourcePartition("in", partition);
    }

    static OffsetAndMetadata committed(long offset) {
        return new OffsetAndMetadata(offset, "millrace;partitions=2");
    }

    private SourceWorker worker() {
        return worker;
    }

    private SourceParts parts(Plan plan, Committer committer) {
        SourceRoutes routes = new SourceRoutes(plan, Map.of("in", new Exchange(List.of(lane))));
        FeedTable feeds = new FeedTable(input);
        EpochCoordinator coordinator = new EpochCoordinator(1, committer, time, () -> {});
        ProgressReporter reporter = new ProgressReporter(
                "cards",
                consumer,
                new Latencies(time),
                () -> EventTimeProgress.NONE,
                () -> ErrorProgress.NONE,
                progress::add);
        Duration timeout = Duration.ofSeconds(15);
        EpochDriver epochs = new EpochDriver(
                coordinator,
                feeds,
                routes.exchanges(),
                reporter,
                new EpochState(state.stores, buffers, state.stores::close, MAX_CHANGED_BYTES),
                end -> {});
        FeedOpener opener = new FeedOpener(consumer, routes, feeds, committer, TopicIds.UNKNOWN);
        return new SourceParts(
                "cards",
                consumer,
                routes,
                feeds,
                new StartPositions(consumer, routes, timeout),
                committer,
                epochs,
                opener,
                new ShardTable(
                        plan,
                        consumer,
                        opener,
                        epochs,
                        new Restorer(
                                new Changelogs(plan, "app-cards"),
                                state.stores,
                                List.of(),
                                new ArrayDeque<>(),
                                () -> {}),
                        reporter()),
                new GlobalTableGate(null, reporter()),
                new SilenceWatch(feeds, new TimePlan(plan), partitions -> Map.of(), () -> {}, time, Duration.ZERO),
                new Reading(consumer, feeds, input, time.nanoTime()),
                new MemberLease(time));
    }

    private RestoreReporter reporter() {
        return new RestoreReporter("cards", RestoreReporter.Subject.STATE, time, restored -> {});
    }
}
