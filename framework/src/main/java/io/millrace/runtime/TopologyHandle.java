package io.millrace.runtime;

import io.millrace.errors.MillraceException;
import io.millrace.processor.SourcePartition;
import io.millrace.query.Answer;
import io.millrace.query.OtherInstances;
import io.millrace.query.StoreQuery;
import io.millrace.state.Materialized;
import io.millrace.topology.Topology;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** One topology in an engine: its life cycle and what is known of it. Thread-safe. */
public interface TopologyHandle {

    String name();

    Topology topology();

    /** Returns how it runs; the trigger is the one in force, also after {@link #switchTrigger}. */
    TopologySettings settings();

    TopologyState state();

    /**
     * Starts the topology and returns once it is {@link TopologyState#RUNNING}. From then on it restarts by itself.
     *
     * <p>Waits for Kafka's first answers at most {@link TopologySettings#startTimeout()}, and, if the brokers then fall silent,
     * up to the producer's {@code max.block.ms} more.
     *
     * @throws io.millrace.errors.StartRefusedException if it can't run as it is; it is FAILED then
     * @throws io.millrace.errors.BrokerUnavailableException if Kafka did not answer; it is FAILED then
     * @throws IllegalStateException if it is running or closed
     */
    void start();

    /**
     * Stops reading, finishes the records in flight, commits a final checkpoint and returns when it is {@link
     * TopologyState#STOPPED}. Does nothing if it is not running; waits with the one who drains it already.
     *
     * <p>If the records in flight take longer than {@link TopologySettings#drainTimeout()}, it is stopped without them; they
     * are read again at the next start.
     */
    void drain();

    /** Drains, and ends the topology for good. */
    void close();

    /**
     * Has it go on with {@code trigger}, from the same checkpoint: no restart, no rebalance, its state stays where it is. Returns
     * when the trigger is in force, which takes the end of an epoch: the current one is ended at once, or, where its trigger
     * promises that it is not ended early, when it is complete. A topology that does not run at the moment begins with the trigger
     * at its next start.
     *
     * <p>With a {@link Trigger.Job} it processes what is there by then, and ends.
     *
     * <p>Not to be called by the topology's own user code, which it would wait for.
     *
     * @throws io.millrace.errors.InvalidSettingsException if the topology can't run with it; nothing changes
     * @throws MillraceException if it was not in force within {@link TopologySettings#drainTimeout()}, because an epoch could not be
     *     committed; it will be as soon as one is
     * @throws IllegalStateException if the topology is closed
     */
    void switchTrigger(Trigger trigger);

    /**
     * Has it read nothing new from its topics until {@link #resume}, through all restarts and stops; also if it does not run at the moment. It keeps its partitions, and what has been
     * read is processed; epochs, timers, retries, restores and global tables go on. With a batch sink, a batch that has begun is completed. Returns
     * at once. A new process begins without the pause.
     *
     * <p>A stop meanwhile is as any other.
     *
     * @throws IllegalStateException if the topology is closed
     */
    void pause();

    /**
     * Has it read again, after {@link #pause}. Does nothing if it is not paused.
     *
     * @throws IllegalStateException if the topology is closed
     */
    void resume();

    /** Returns whether it is paused. */
    boolean isPaused();

    /**
     * Ends the current epoch before its trigger does, and returns when all that was read by now is durable. Who calls while others wait gets the same epoch.
     * The trigger is not moved by it; a batch that is ended early goes on in the next epoch.
     *
     * <p>Not to be called by the topology's own user code, which it would wait for.
     *
     * @return what that epoch did
     * @throws IllegalStateException if it does not run at the moment, or if its trigger is {@link Trigger.Once}, whose epoch is never ended
     *     early
     * @throws MillraceException if its run ended before that, or if it took longer than {@link TopologySettings#drainTimeout()}: it becomes durable
     *     then as soon as it can
     */
    EpochProgress checkpoint();

    /**
     * Stops it as {@link #drain} does and starts it again from that checkpoint, with all clients and workers new; or only starts it, where it has stopped or failed. Returns
     * once it is {@link TopologyState#RUNNING}. It is no failure: no attempt of its {@link RestartPolicy} is used up, and {@link #awaitEnd} goes on to
     * wait. Who calls while another restart is under way waits for that one.
     *
     * <p>Not to be called by the topology's own user code, which it would wait for.
     *
     * @throws io.millrace.errors.StartRefusedException if it can't run as it is; it is FAILED then
     * @throws io.millrace.errors.BrokerUnavailableException if Kafka did not answer; it is FAILED then
     * @throws IllegalStateException if it is being stopped, is stopped meanwhile, or is closed
     */
    void restart();

    /** Returns why it has ended since its last start; empty before that and while it is active. */
    Optional<TopologyEnd> end();

    /** Returns whether it has ended by itself. */
    default boolean hasFinished() {
        return end().filter(TopologyEnd.FINISHED::equals).isPresent();
    }

    /**
     * Waits until it has ended, and returns why; returns empty if it does not within {@code timeout}.
     *
     * @throws InterruptedException if the thread is interrupted meanwhile
     */
    Optional<TopologyEnd> awaitEnd(Duration timeout) throws InterruptedException;

    /** Returns its latest failure since {@link #start}, also after it has been restarted since. */
    Optional<Throwable> failure();

    /** Returns the input partitions that are assigned to it at the moment. */
    Set<SourcePartition> assignment();

    /**
     * Returns those of the {@linkplain #assignment assigned} partitions that are not read yet, because their state is restored or
     * global tables are loaded. In a topology with state, partitions without any are among them for a moment, until it is known
     * where they begin.
     */
    Set<SourcePartition> restoring();

    /**
     * Returns whether there was a moment since {@link #start} when it had joined its consumer group and read all partitions that
     * it had been assigned, their state restored and its global tables loaded; or, where it stands by for an instance that
     * has all of them, its copy of the state was complete. Stays true when it restarts, or takes over more later.
     */
    boolean hasRestored();

    /**
     * Returns the calls of user code that take longer than they may at the moment, as they were found within the last half a second. What comes behind them waits.
     */
    List<StuckCall> stuck();

    /**
     * Sends dead letters of the topology back to the topics and partitions that they came from, as they were, up to the end that its dead-letter topic has now. Each is sent
     * once, also where replays are ended early, run again or at the same time: a letter and the note that it is sent are in one transaction. It may run meanwhile, or not.
     *
     * @return how many were sent, and how many were not
     * @throws MillraceException if Kafka does not answer or refuses; what was sent by then is not sent again by another replay
     */
    DeadLetterReplay.Result replayDeadLetters(DeadLetterReplay which);

    /** Returns the progress of the last epoch that was committed since the start. */
    Optional<EpochProgress> lastProgress();

    /** Returns what has become of records that failed, since it was started the last time, by itself or not; of nothing if it is not active. */
    ErrorProgress errors();

    /** Returns how long ago its last checkpoint was, or its start where there was none yet; zero if it is not active. */
    Duration checkpointAge();

    /** Returns what was measured of it; some of it is made for the caller, which is too much for each record and nothing for each second. */
    TopologyMetrics metrics();

    /**
     * Returns what asks the store named {@code store}, from any thread, while the topology runs or not. The types of its entries are the
     * caller's word.
     *
     * @throws IllegalArgumentException if the topology has no such store
     * @throws IllegalStateException if {@link TopologySettings#queries()} do not allow questions
     */
    <K, V> StoreQuery<K, V> query(String store);

    /**
     * The same, where what another instance has is asked of that one: single keys and their windows. Which instance that is, the members
     * of the consumer group tell each other, if {@link QuerySettings#instance} says where they are, and with {@code
     * group.protocol=classic}.
     */
    <K, V> StoreQuery<K, V> query(String store, OtherInstances others);

    /**
     * Answers a question that another instance passes on, by what this one has.
     *
     * @throws IllegalArgumentException if there is no such store, or this is no question about it
     * @throws IllegalStateException if {@link TopologySettings#queries()} do not allow questions
     */
    CompletionStage<Answer<byte[]>> answer(String store, byte[] question);

    /**
     * The same, of the store that an operation was given.
     *
     * @throws IllegalArgumentException if {@code store} has no name, too
     */
    default <K, V> StoreQuery<K, V> query(Materialized<K, V> store) {
        return query(store.name()
                .orElseThrow(() -> new IllegalArgumentException(
                        "A store without a name can't be asked for: give it one with Materialized.as(...)")));
    }

    /** Returns how it runs, as a graph to be drawn; always the same. */
    TopologyPlan plan();

    /** Returns the plan as text for people: stages, workers, lanes, threads and slots. */
    String explain();
}
