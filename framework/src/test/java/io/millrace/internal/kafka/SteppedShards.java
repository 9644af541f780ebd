package io.millrace.internal.kafka;

import io.millrace.internal.epoch.EpochCoordinator;
import io.millrace.internal.exchange.Exchange;
import io.millrace.internal.exchange.Inbox;
import io.millrace.internal.exchange.Lane;
import io.millrace.internal.exchange.WakeUp;
import io.millrace.internal.metrics.InputMeter;
import io.millrace.internal.plan.Plan;
import io.millrace.internal.plan.Planner;
import io.millrace.internal.plan.TimePlan;
import io.millrace.internal.state.StateStores;
import io.millrace.processor.SourcePartition;
import io.millrace.runtime.ErrorProgress;
import io.millrace.runtime.EventTimeProgress;
import io.millrace.runtime.RestoreProgress;
import io.millrace.runtime.ShuffleMode;
import io.millrace.runtime.StateSettings;
import io.millrace.runtime.TopologySettings;
import io.millrace.runtime.Trigger;
import io.millrace.state.Materialized;
import io.millrace.support.ManualTime;
import io.millrace.topology.Consumed;
import io.millrace.topology.StartPosition;
import io.millrace.topology.TopologyBuilder;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Serdes;

/**
 * The source of a topology with keyed state, stepped by the test: two inputs that share a store, and one without state; with one
 * worker behind them, and one that restores.
 */
final class SteppedShards {

    static final TopicPartition PAYMENTS = new TopicPartition("payments", 0);
    static final TopicPartition REFUNDS = new TopicPartition("refunds", 0);
    static final TopicPartition PLAIN = new TopicPartition("plain", 0);
    static final TopicPartition TOTALS = new TopicPartition("app-cards-totals-changelog", 0);
    static final Duration INTERVAL = Duration.ofSeconds(10);

    private static final int CAPACITY = 16;
    private final Lane keyed = new Lane(CAPACITY, WakeUp.NOT_NEEDED, WakeUp.NOT_NEEDED);
    private final Lane plain = new Lane(CAPACITY, WakeUp.NOT_NEEDED, WakeUp.NOT_NEEDED);
    final InputMeter input = new InputMeter();
    final ManualTime time = new ManualTime();
    final FakeConsumer consumer = new FakeConsumer();
    final FakeChangelogs cluster = new FakeChangelogs();
    final WorkerBehind behind = new WorkerBehind(new Inbox(List.of(keyed, plain)));
    final List<Set<SourcePartition>> assignments = new ArrayList<>();
    final List<RestoreProgress> restores = new ArrayList<>();
    final Plan plan;
    final StateStores stores;
    final RestoreWorker restoreWorker;
    final Restorer restorer;
    final Rebalances rebalances;
    final SourceWorker worker;

    SteppedShards() {
        this(plan());
    }

    private SteppedShards(Plan plan) {
        this.plan = plan;
        stores = new StateStores(plan, "app-cards", StateSettings.defaults(), time);
        RestoreParts restoreParts = new RestoreParts(
                "cards",
                new Changelogs(plan, "app-cards"),
                stores,
                cluster,
                new RestoredStarts(cluster, topic -> StartPosition.latest()),
                time,
                () -> {});
        Queue<RestoredShard> restored = new ArrayDeque<>();
        restoreWorker = new RestoreWorker(
                "restore-0",
                restoreParts,
                new ChangelogReader(() -> new FakeChangelogConsumer(cluster)),
                "app-cards-own",
                () -> {},
                restored::add);
        restorer = new Restorer(restoreParts.changelogs(), stores, List.of(restoreWorker), restored, () -> {});
        SourceParts parts = parts(restorer);
        IntakeFactory factory = new IntakeFactory(
                plan,
                parts,
                new JobQuestions(plan, cluster, Runnable::run),
                new AtomicBoolean(),
                new IntakeFactory.Surroundings(() -> {}, () -> 0, time));
        CurrentIntake intakes = new CurrentIntake(factory::of, Trigger.realTime(INTERVAL));
        Drain drain = new Drain(
                parts,
                intakes,
                new Drain.Others(this::runBehind, () -> behind.failed),
                time,
                new PlainWaiting(),
                Duration.ofSeconds(3));
        rebalances = new Rebalances(parts, drain, assignments::add);
        worker = new SourceWorker(parts, intakes, rebalances, new Latencies(time), () -> 0, time);
        consumer.topic("payments", 1);
        consumer.topic("refunds", 1);
        consumer.topic("plain", 1);
        worker.subscribe();
    }

    /** Returns those of a topology that shuffles in memory, which has no input without state. */
    static SteppedShards undivided() {
        TopologyBuilder builder = TopologyBuilder.named("cards").defaultSerdes(Serdes.String(), Serdes.String());
        builder.<String, String>stream(List.of("payments", "refunds"), Consumed.as("keyed"))
                .groupBy((key, value) -> value)
                .count(Materialized.as("totals"));
        return new SteppedShards(Planner.plan(
                builder.build(), "group", TopologySettings.defaults().withShuffle(ShuffleMode.LOCAL)));
    }

    /** Both inputs and the store are at one checkpoint. */
    SteppedShards checkpointed(long payments, long refunds) {
        cluster.log(TOTALS).marker(Map.of("payments", payments, "refunds", refunds));
        cluster.log(TOTALS).commit();
        cluster.committed.put(PAYMENTS, SteppedRestore.committed(payments, "totals"));
        cluster.committed.put(REFUNDS, SteppedRestore.committed(refunds, "totals"));
        return this;
    }

    /** Has the consumer group assign these partitions, and revoke all others. */
    void assign(TopicPartition... partitions) {
        consumer.rebalance(List.of(partitions));
    }

    void restore() {
        for (int step = 0; step < 20; step++) {
            time.advance(Duration.ofMillis(20));
            restoreWorker.doWork();
        }
    }

    /** Lets the source poll and work, then the worker behind it, then the source on the answer. */
    void step() {
        worker.doWork();
        worker.poll(false);
        worker.doWork();
        runBehind();
        worker.doWork();
    }

    static SourcePartition partition(TopicPartition partition) {
        return new SourcePartition(partition.topic(), partition.partition());
    }

    private int runBehind() {
        time.advance(Duration.ofMillis(1));
        return behind.doWork();
    }

    private static Plan plan() {
        TopologyBuilder builder = TopologyBuilder.named("cards").defaultSerdes(Serdes.String(), Serdes.String());
        builder.<String, String>stream(List.of("payments", "refunds"), Consumed.as("keyed"))
                .groupByKey()
                .count(Materialized.as("totals"));
        builder.stream("plain", Consumed.<String, String>as("plain")).foreach((key, value) -> {});
        return Planner.plan(builder.build(), "group", TopologySettings.defaults());
    }

    private SourceParts parts(Restorer restorer) {
        SourceRoutes routes = new SourceRoutes(
                plan, Map.of("keyed", new Exchange(List.of(keyed)), "plain", new Exchange(List.of(plain))));
        FeedTable feeds = new FeedTable(input);
        OffsetCommitter committer = new OffsetCommitter("cards", consumer, time);
        EpochCoordinator coordinator = new EpochCoordinator(1, committer, time, () -> {});
        ProgressReporter reporter = new ProgressReporter(
                "cards",
                consumer,
                new Latencies(time),
                () -> EventTimeProgress.NONE,
                () -> ErrorProgress.NONE,
                progress -> {});
        EpochDriver epochs = new EpochDriver(
                coordinator,
                feeds,
                routes.exchanges(),
                reporter,
                new EpochState(stores, new OutputBuffers(), restorer::closeState, Long.MAX_VALUE),
                end -> {});
        FeedOpener opener = new FeedOpener(consumer, routes, feeds, committer, TopicIds.UNKNOWN);
        Duration timeout = Duration.ofSeconds(15);
        return new SourceParts(
                "cards",
                consumer,
                routes,
                feeds,
                new StartPositions(consumer, routes, timeout),
                committer,
                epochs,
                opener,
                new ShardTable(plan, consumer, opener, epochs, restorer, reporter()),
                new GlobalTableGate(null, reporter()),
                new SilenceWatch(feeds, new TimePlan(plan), partitions -> Map.of(), () -> {}, time, Duration.ZERO),
                new Reading(consumer, feeds, input, time.nanoTime()),
                new MemberLease(time));
    }

    private RestoreReporter reporter() {
        return new RestoreReporter("cards", RestoreReporter.Subject.STATE, time, restores::add);
    }
}
