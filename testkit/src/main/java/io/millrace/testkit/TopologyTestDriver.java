package io.millrace.testkit;

import io.millrace.internal.plan.DeadLetterPlan;
import io.millrace.processor.SourcePartition;
import io.millrace.query.StoreQuery;
import io.millrace.runtime.EpochProgress;
import io.millrace.runtime.ErrorProgress;
import io.millrace.runtime.TopologySettings;
import io.millrace.runtime.Trigger;
import io.millrace.topology.Topology;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;

/**
 * Runs a topology in a unit test: with the plan, the workers, the stores and the commits of production, on the test's thread,
 * against a Kafka in memory, with a clock that only the test moves. It never sleeps, but for calls to elsewhere ({@code mapAsync}) that
 * other threads complete: for these it waits, by the real clock; see {@link TopologyTestDriverBuilder#callPatience}.
 *
 * <pre>{@code
 * try (var driver = new TopologyTestDriver(topology)) {
 *     var payments = driver.createInputTopic("payments", new StringSerializer(), new LongSerializer());
 *     var totals = driver.createOutputTopic("totals", new StringDeserializer(), new LongDeserializer());
 *
 *     payments.pipeInput("alice", 10L);
 *
 *     assertThat(totals.readKeyValue()).isEqualTo(KeyValue.pair("alice", 10L));
 * }
 * }</pre>
 *
 * <p>With {@code delivery} {@code exactly-once} there are outputs to be read when their epoch has ended, and not before.
 *
 * <p>An epoch ends, and what was processed becomes durable, with {@link #advanceEpoch}, when the trigger's interval has passed by
 * {@link #advanceWallClockTime}, when a partition is revoked, and with {@link #close}.
 *
 * <p>With {@code available-now} and {@code once} the topology finds nothing when the driver starts it, and so has finished. Write
 * records, and {@link #advanceEpoch} has it run again until it has finished with them, as a scheduler would.
 *
 * <p>What fails the topology is thrown by the call that it happened in, and again by the next ones, until {@link #restart}. Values
 * that are changed after they were put into a store are always looked for, as with {@code StateSettings.checkMutations}; they are
 * found at their next use or at the end of their epoch.
 *
 * <p>Confined to the thread that made it.
 */
public final class TopologyTestDriver implements AutoCloseable {

    private final DriverUse use;
    private final Topology topology;
    private final StateDirectory directory;
    private final ManualClock clock;
    private final DriverKafka kafka;
    private final DriverInputs inputs;
    private final Outputs outputs;
    private TopologySettings settings;
    private DriverRun run;
    private int runs;

    /** Starts {@code topology} with one partition for each topic and the default settings. */
    public TopologyTestDriver(Topology topology) {
        this(builder(topology));
    }

    TopologyTestDriver(TopologyTestDriverBuilder builder) {
        this.topology = builder.topology();
        this.use = new DriverUse(topology.name());
        this.directory = StateDirectory.of(topology, builder.settings());
        this.settings = directory.in(builder.settings());
        this.clock = new ManualClock(builder.start(), builder.callPatience());
        this.kafka = new DriverKafka(clock, builder.topics());
        this.outputs = new Outputs(kafka.topics().keySet());
        this.run = newRun();
        run.plan().deadLetters().map(DeadLetterPlan::topic).ifPresent(this::keep);
        this.inputs = new DriverInputs(run.plan(), kafka);
        try {
            start();
        } catch (RuntimeException | Error e) {
            directory.close();
            throw e;
        }
    }

    /** Begins a driver with other than the default settings, topics or start. */
    public static TopologyTestDriverBuilder builder(Topology topology) {
        return new TopologyTestDriverBuilder(topology);
    }

    /**
     * Returns what writes to {@code topic}.
     *
     * @throws IllegalArgumentException if there is no such topic
     */
    public <K, V> TestInputTopic<K, V> createInputTopic(
            String topic, Serializer<? super K> keySerializer, Serializer<? super V> valueSerializer) {
        use.check();
        kafka.partitions(topic);
        return new TestInputTopic<>(this, topic, keySerializer, valueSerializer, OptionalInt.empty());
    }

    /**
     * Returns what reads {@code topic}, from the first record on that was not read yet, by whomever.
     *
     * @throws IllegalArgumentException if there is no such topic
     */
    public <K, V> TestOutputTopic<K, V> createOutputTopic(
            String topic, Deserializer<K> keyDeserializer, Deserializer<V> valueDeserializer) {
        use.check();
        kafka.partitions(topic);
        return new TestOutputTopic<>(this, topic, outputs.of(topic), keyDeserializer, valueDeserializer);
    }

    /**
     * Returns what reads the topology's dead letters, from the first on that was not read yet: the input records as they were read, with
     * the headers that {@link io.millrace.runtime.DeadLetterHeaders} names.
     *
     * @throws IllegalStateException if the settings let nothing be dead-lettered
     */
    public TestOutputTopic<byte[], byte[]> deadLetters() {
        use.check();
        String topic = run.plan()
                .deadLetters()
                .map(DeadLetterPlan::topic)
                .orElseThrow(() -> new IllegalStateException(
                        "Topology '%s' has no dead letters: give it an error policy or a handler by TopologySettings.withErrors"
                                .formatted(topology.name())));
        return createOutputTopic(topic, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** Returns what has become of records that failed, since it was started the last time. */
    public ErrorProgress errors() {
        use.check();
        return run.errors();
    }

    /** Returns the time on the wall clock of the topology. */
    public Instant now() {
        return clock.now();
    }

    /** Has time go on, and everything happen that is due by then: entries end, the trigger's interval is over. */
    public void advanceWallClockTime(Duration duration) {
        checkRunning();
        if (duration.isNegative()) {
            throw new IllegalArgumentException("The clock was to go on by %s: it does not go back".formatted(duration));
        }
        clock.advance(duration);
        run.settle();
        run.throwFailure();
    }

    /**
     * Ends the epoch, and returns when it is durable, or when the process has ended at the {@linkplain #crashAt armed} crash point.
     * With a {@code processing-time} trigger, what was written so far is read and processed first. If it has finished,
     * another run begins, which processes it and, with {@code available-now} and {@code once}, ends.
     *
     * @throws IllegalStateException if a crash point is armed and was not come to, because there was nothing to commit
     */
    public void advanceEpoch() {
        checkRunning();
        if (run.hasFinished()) {
            runAgain();
        }
        if (!run.hasFinished() && !run.hasCrashed()) {
            endEpoch();
        }
        run.crashPlan().armed().ifPresent(armed -> {
            throw new IllegalStateException(
                    "The epoch has ended without a crash at %s: there was nothing to commit. Write a record first"
                            .formatted(armed));
        });
    }

    /**
     * Has the topology go on with {@code trigger} behind an epoch that it ends now, and keeps it for later runs. With {@code
     * available-now} and {@code once}, it processes what is there and finishes. If it has finished already or has crashed, the next
     * run begins with the trigger.
     *
     * @throws io.millrace.errors.InvalidSettingsException if the topology can't run with it
     */
    public void switchTrigger(Trigger trigger) {
        use.check();
        run.throwFailure();
        run.switchTrigger(trigger);
        settings = settings.withTrigger(trigger);
        run.throwFailure();
    }

    /** Returns whether it has ended by itself, with {@code available-now} or {@code once}, because nothing is left to do. */
    public boolean hasFinished() {
        use.check();
        return run.hasFinished();
    }

    /** Ends the process as a kill does: no checkpoint, no word to Kafka, no user code. {@link #restart} is next. */
    public void crash() {
        checkRunning();
        run.crash();
    }

    /** Has the next commit end the process at {@code point}. */
    public void crashAt(CrashPoint point) {
        checkRunning();
        run.crashPlan().arm(point);
    }

    /** Returns whether the process has ended by {@link #crash} or {@link #crashAt}, and was not restarted. */
    public boolean isCrashed() {
        use.check();
        return run.hasCrashed();
    }

    /**
     * Starts the topology again at its last checkpoint, after a crash or a failure; if it runs, it is stopped before, with a
     * checkpoint. Revoked partitions are its own again.
     */
    public void restart() {
        use.check();
        run.stop();
        run = newRun();
        start();
    }

    /**
     * Takes a partition away, as a rebalance does that gives it to another instance: what was read of it is finished and committed
     * first. The partitions that share its state go with it.
     *
     * @throws IllegalArgumentException if the topology does not read that partition
     * @throws IllegalStateException if it is revoked already, or the topology has finished
     */
    public void revoke(String topic, int partition) {
        checkNotFinished();
        Set<TopicPartition> leaving = inputs.withSiblings(topic, partition);
        if (run.away().containsAll(leaving)) {
            throw new IllegalStateException("Partition %s-%d is revoked already".formatted(topic, partition));
        }
        run.revoke(leaving);
        run.throwFailure();
    }

    /**
     * Gives a revoked partition back, with those that share its state. It flows when this returns.
     *
     * @throws IllegalArgumentException if the topology does not read that partition
     * @throws IllegalStateException if it is not revoked
     */
    public void giveBack(String topic, int partition) {
        checkNotFinished();
        Set<TopicPartition> back = inputs.withSiblings(topic, partition);
        if (!run.away().containsAll(back)) {
            throw new IllegalStateException(
                    "Partition %s-%d is not revoked; revoked are %s".formatted(topic, partition, run.away()));
        }
        run.giveBack(back);
        run.throwFailure();
    }

    /** Returns the partitions that the topology owns. */
    public Set<SourcePartition> assignment() {
        checkRunning();
        return run.assignment();
    }

    /** Returns the last epoch that became durable since the start. */
    public Optional<EpochProgress> lastEpoch() {
        use.check();
        return run.lastEpoch();
    }

    /**
     * Returns a reader of the store named {@code name}; the types of its entries are the caller's word.
     *
     * @throws IllegalArgumentException if the topology has no such store
     */
    public <K, V> TestStore<K, V> store(String name) {
        checkRunning();
        run.store(name);
        return new TestStore<>(
                () -> {
                    checkRunning();
                    return run.store(name);
                },
                OptionalInt.empty());
    }

    /**
     * Returns what asks the store named {@code store} as services do in production; answers are there when a question returns. Settings
     * have to allow it, with {@link TopologySettings#withQueries}. It stays valid after a restart.
     *
     * @throws IllegalArgumentException if the topology has no such store
     * @throws IllegalStateException if the settings do not allow questions
     */
    public <K, V> StoreQuery<K, V> query(String store) {
        use.check();
        run.query(store);
        return new SettledQuery<>(() -> run.query(store), this::processInput);
    }

    /**
     * Stops the topology with a checkpoint. Does nothing more if it has crashed or failed, or is closed.
     *
     * @throws io.millrace.errors.MillraceException if something fails in what was still to be done, such as the last look for mutated values
     */
    @Override
    public void close() {
        if (!use.end()) {
            return;
        }
        boolean failedBefore = run.failure().isPresent();
        try {
            run.stop();
        } finally {
            directory.close();
        }
        if (!failedBefore) {
            run.throwFailure();
        }
    }

    /** @throws IllegalStateException if it is closed, or the calling thread is not its own */
    void checkUsable() {
        use.check();
    }

    void checkPartition(String topic, int partition) {
        kafka.checkPartition(topic, partition);
    }

    /** Writes a record, which waits for {@link #processInput}. */
    void write(DriverKafka.Input input) {
        run.throwFailure();
        kafka.write(input);
    }

    /** Has the topology process what was written, if it runs. */
    void processInput() {
        run.settle();
        run.throwFailure();
    }

    private void keep(String topic) {
        kafka.add(topic);
        outputs.keep(topic);
    }

    private void endEpoch() {
        if (settings.trigger() instanceof Trigger.ProcessingTime trigger) {
            clock.pass(trigger.interval());
            run.settle();
        }
        run.endEpoch();
        run.throwFailure();
    }

    private void runAgain() {
        Optional<CrashPoint> armed = run.crashPlan().armed();
        run.stop();
        run = newRun();
        armed.ifPresent(run.crashPlan()::arm);
        start();
    }

    private void checkNotFinished() {
        checkRunning();
        if (run.hasFinished()) {
            throw new IllegalStateException(
                    "Topology '%s' has finished and owns no partitions: write records, and call advanceEpoch() for its next run"
                            .formatted(topology.name()));
        }
    }

    private DriverRun newRun() {
        return new DriverRun(topology, settings, kafka, clock, outputs, ++runs);
    }

    private void start() {
        run.start(inputs::all);
        run.throwFailure();
    }

    private void checkRunning() {
        use.check();
        run.checkRunning();
    }
}
