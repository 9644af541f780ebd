package io.millrace.internal.kafka;

import io.millrace.errors.KafkaClientException;
import io.millrace.internal.epoch.EpochCoordinator;
import io.millrace.internal.exchange.Origin;
import io.millrace.internal.exchange.WakeUp;
import io.millrace.internal.metrics.InputMeter;
import io.millrace.internal.metrics.LatencyRecorder.Taker;
import io.millrace.internal.plan.Plan;
import io.millrace.internal.plan.TimePlan;
import io.millrace.internal.query.KeyPlaces;
import io.millrace.internal.stage.ErrorMeter;
import io.millrace.internal.stage.PlacesBefore;
import io.millrace.internal.stage.Worker;
import io.millrace.internal.state.GlobalTables;
import io.millrace.internal.state.StateStores;
import io.millrace.processor.SourcePartition;
import io.millrace.runtime.EpochProgress;
import io.millrace.runtime.EventTimeProgress;
import io.millrace.runtime.KafkaClientSupplier;
import io.millrace.runtime.RecordLatencies;
import io.millrace.runtime.RestoreProgress;
import io.millrace.runtime.TimeSource;
import io.millrace.runtime.TopologySettings;
import io.millrace.topology.Node;
import io.millrace.topology.StartPosition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;

/**
 * Makes the two ends of a run at Kafka, which measure latency together: the source worker, and the producer of outputs.
 *
 * <p>Confined to the thread that builds the run.
 */
public final class KafkaEnds {

    private final Plan plan;
    private final TopologySettings settings;
    private final KafkaClientSupplier clients;
    private final String group;
    private final String runId;
    private final TimeSource time;
    private final Waiting waiting;
    private final Duration longestLeap;
    private final KafkaAnswers answers;
    private final Latencies latencies;
    private final ClientMaker maker;
    private final AdminQuestions questions;
    private final OutputEnd outputs;
    private final MemberLease lease;
    private StartCheck.Found checked = StartCheck.Found.NOTHING;
    private @Nullable CommitWorker commitWorker;
    private @Nullable GlobalTableReader tableReader;

    public KafkaEnds(Plan plan, TopologySettings settings, KafkaAccess access) {
        this.plan = plan;
        this.settings = settings;
        this.clients = access.clients();
        this.group = access.group();
        this.runId = access.runId();
        this.time = access.time();
        this.waiting = access.waiting();
        this.longestLeap = access.longestLeap();
        this.answers = new KafkaAnswers(plan.topology(), settings.startTimeout(), waiting);
        this.latencies = new Latencies(time);
        this.maker = new ClientMaker(plan.topology());
        this.questions = new AdminQuestions(
                () -> maker.make("admin client", () -> clients.admin(ClientDefaults.admin(group + "-restore"))), group);
        this.outputs = new OutputEnd(plan, settings, access, questions, latencies);
        this.lease = new MemberLease(time);
    }

    /**
     * What the source worker needs of the run around it.
     *
     * @param stores the state of all shards
     * @param wakeUp wakes the poll thread; called by any thread
     * @param otherWorkers runs the workers that share the poll thread once, and says how much they did
     * @param failed whether the run has failed
     * @param lookups may block
     * @param errors tells what becomes of records that fail
     * @param input takes what is read
     * @param onProgress takes each committed epoch, on the poll thread
     * @param onAssignment takes what is assigned after each rebalance, on the poll thread
     * @param onRestoring takes how far each restore is, on the poll thread
     */
    public record Surroundings(
            StateStores stores,
            Runnable wakeUp,
            OtherWorkers otherWorkers,
            BooleanSupplier failed,
            Executor lookups,
            Supplier<EventTimeProgress> eventTime,
            ErrorMeter errors,
            InputMeter input,
            Consumer<EpochProgress> onProgress,
            Consumer<Set<SourcePartition>> onAssignment,
            Consumer<RestoreProgress> onRestoring) {}

    /**
     * Finds out whether a broker answers and all topics are there and fit, creates those of its own that are missing, and
     * waits for all of it.
     *
     * @throws io.millrace.errors.BrokerUnavailableException if no broker answers in time
     * @throws io.millrace.errors.StartRefusedException if a topic is missing or does not fit
     * @throws KafkaClientException if Kafka refuses the clients' settings
     */
    public void check() {
        Admin admin = maker.make("admin client", () -> clients.admin(ClientDefaults.admin(group)));
        try {
            checked = new StartCheck(plan, group, answers).run(admin);
            outputs.check(admin);
        } finally {
            admin.close(Duration.ZERO); // it would otherwise wait for answers that nobody wants any more
        }
    }

    /** Returns the latencies of what was measured since the last call. Callable by any thread. */
    public RecordLatencies takeLatencies() {
        return latencies.take(Taker.METRICS);
    }

    /** Returns what measures outputs that go elsewhere, by their origins, when they are written; for one thread. */
    public Consumer<Origin> outputMeter() {
        return latencies.elsewhere();
    }

    /** Returns the partitions before the topology's shuffles, as {@link #check} has found them. */
    public PlacesBefore placesBefore() {
        return checked.places();
    }

    /** Returns where the records of keys are, as {@link #check} has found the topics. */
    public KeyPlaces keyPlaces() {
        return checked.partitions();
    }

    /** Returns whether no other member of the group can have been given this one's partitions. Callable by any thread. */
    public boolean isInTouch() {
        return lease.holds();
    }

    /**
     * Returns what makes the writers of all workers, ready to take outputs for all topics that the topology names.
     *
     * @param executor may block
     * @param onFailure is told of the first output that can't be written; called by any thread
     * @throws io.millrace.errors.BrokerUnavailableException if the brokers go away meanwhile
     */
    public OutputWriters outputs(Executor executor, Consumer<Throwable> onFailure) {
        return outputs.writers(executor, onFailure);
    }

    /**
     * Returns the worker that commits in transactions, for a thread of its own; empty if offsets are all that there is to be
     * committed. Comes before {@link #source}.
     *
     * @param self wakes the thread that runs the worker
     * @param source wakes the thread that runs the source
     * @throws KafkaClientException if Kafka refuses the client's settings
     */
    public Optional<Worker> committer(WakeUp self, WakeUp source) {
        if (!plan.isTransactional()) {
            return Optional.empty();
        }
        GroupOffsets offsets = new GroupOffsets(questions::stableOffsets, settings.startTimeout(), waiting);
        CommitProducer producer = outputs.committer(transactionalId(), offsets, checked.changelogs());
        commitWorker = new CommitWorker(transactionalId(), producer, self, source);
        return Optional.of(commitWorker);
    }

    /**
     * Returns what restores the state of shards; it makes its clients when there is something to restore.
     *
     * @param threads wake the threads that will run its workers, one each
     * @param pollThread wakes the poll thread
     */
    public Restorer restorer(StateStores stores, List<? extends WakeUp> threads, WakeUp pollThread) {
        RestoreParts parts = new RestoreParts(
                plan.topology(),
                new Changelogs(plan, group),
                stores,
                questions,
                new RestoredStarts(questions, this::startOf),
                time,
                () -> {});
        Queue<RestoredShard> restored = new ConcurrentLinkedQueue<>();
        List<RestoreWorker> workers = new ArrayList<>();
        for (WakeUp thread : threads) {
            String name = "restore-" + workers.size();
            workers.add(new RestoreWorker(name, parts, changelogReader(name), transactionalId(), thread, shard -> {
                restored.add(shard);
                pollThread.wakeUp();
            }));
        }
        return new Restorer(parts.changelogs(), stores, workers, restored, questions::close);
    }

    /**
     * Returns the worker that reads the global tables, for a thread of its own; empty if there are none. Comes before {@link #source}.
     *
     * @param self wakes the thread that runs the worker
     * @param source wakes the thread that runs the source
     */
    public Optional<Worker> globalTables(GlobalTables contents, WakeUp self, WakeUp source) {
        if (plan.globalTables().isEmpty()) {
            return Optional.empty();
        }
        tableReader = new GlobalTableReader(
                new GlobalTableParts(plan.topology(), plan.globalTables(), contents, questions, time),
                changelogReader("global-tables"),
                self,
                source);
        return Optional.of(tableReader);
    }

    public SourceWorker source(SourceRoutes routes, Restorer restorer, Surroundings surroundings) {
        GroupConsumers consumers = new GroupConsumers(
                plan,
                group,
                settings.state().standby(),
                settings.queries().instance().map(Instances::at).orElse(Instances.NONE),
                config -> maker.make("consumer", () -> clients.consumer(config)));
        org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> consumer = consumers.make(restorer, lease);
        FeedTable feeds = new FeedTable(surroundings.input());
        Committer committer = committer(consumer, surroundings.stores());
        EpochCoordinator coordinator = new EpochCoordinator(plan.workers(), committer, time, surroundings.wakeUp());
        ProgressReporter reporter = new ProgressReporter(
                plan.topology(),
                consumer,
                latencies,
                surroundings.eventTime(),
                surroundings.errors()::take,
                surroundings.onProgress());
        EpochDriver epochs = new EpochDriver(
                coordinator,
                feeds,
                routes.exchanges(),
                reporter,
                new EpochState(
                        surroundings.stores(),
                        outputs.buffers(),
                        restorer::closeState,
                        settings.state().maxChangedBytes()),
                new RepartitionPurge(plan, questions::deleteBefore, time)::committed);
        FeedOpener opener = new FeedOpener(consumer, routes, feeds, committer, checked.ids());
        SourceParts parts = new SourceParts(
                plan.topology(),
                consumer,
                routes,
                feeds,
                new StartPositions(consumer, routes, settings.startTimeout()),
                committer,
                epochs,
                opener,
                new ShardTable(
                        plan,
                        consumer,
                        opener,
                        epochs,
                        restorer,
                        reporter(RestoreReporter.Subject.STATE, surroundings)),
                new GlobalTableGate(tableReader, reporter(RestoreReporter.Subject.GLOBAL_TABLES, surroundings)),
                new SilenceWatch(feeds, new TimePlan(plan), questions::ends, surroundings.wakeUp(), time, longestLeap),
                new Reading(consumer, feeds, surroundings.input(), time.nanoTime()),
                lease);
        JobQuestions jobQuestions = new JobQuestions(plan, questions, surroundings.lookups());
        IntakeFactory intakes = new IntakeFactory(
                plan,
                parts,
                jobQuestions,
                outputs.collecting(),
                new IntakeFactory.Surroundings(surroundings.wakeUp(), surroundings.errors()::parked, time));
        CurrentIntake intake = new CurrentIntake(intakes::of, settings.trigger());
        Drain drain = new Drain(
                parts,
                intake,
                new Drain.Others(surroundings.otherWorkers()::run, surroundings.failed()),
                time,
                waiting,
                settings.drainTimeout());
        Rebalances rebalances = new Rebalances(parts, drain, surroundings.onAssignment());
        return new SourceWorker(parts, intake, rebalances, latencies, surroundings.otherWorkers(), time);
    }

    /** {@code worker} is the name of the one that it reads for. */
    private ChangelogReader changelogReader(String worker) {
        return new ChangelogReader(() -> maker.make(
                "consumer", () -> clients.consumer(ClientDefaults.restoreConsumer("%s-%s".formatted(group, worker)))));
    }

    private RestoreReporter reporter(RestoreReporter.Subject subject, Surroundings surroundings) {
        return new RestoreReporter(plan.topology(), subject, time, surroundings.onRestoring());
    }

    private Committer committer(
            org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> consumer, StateStores stores) {
        CommitWorker worker = commitWorker;
        return worker == null
                ? new OffsetCommitter(plan.topology(), consumer, time)
                : new TransactionCommitter(plan.topology(), consumer, stores, outputs.buffers(), worker, time);
    }

    private String transactionalId() {
        return "%s-%s".formatted(group, runId);
    }

    private StartPosition startOf(String topic) {
        return plan.sources().stream()
                .filter(source -> source.reads(topic))
                .map(Node.Source::start)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("No source reads topic '%s'".formatted(topic)));
    }
}
