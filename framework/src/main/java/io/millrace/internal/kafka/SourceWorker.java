package io.millrace.internal.kafka;

import io.millrace.errors.InputLostException;
import io.millrace.errors.MillraceException;
import io.millrace.internal.exchange.Exchange;
import io.millrace.internal.exchange.LaneEvent.Ending;
import io.millrace.internal.exchange.WakeUp;
import io.millrace.internal.stage.Worker;
import io.millrace.processor.SourcePartition;
import io.millrace.runtime.TimeSource;
import io.millrace.runtime.Trigger;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.NoOffsetForPartitionException;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.WakeupException;

/**
 * Reads Kafka for one topology: polls, moves the records into the lanes, ends epochs and commits them.
 *
 * <p>It never stops polling, so that the consumer group keeps it; a partition whose lane is full is paused instead. Its
 * thread sleeps in {@link #poll} only, from where {@link #wakeUp} fetches it.
 */
public final class SourceWorker implements Worker, WakeUp {

    private static final long LONGEST_SLEEP_NANOS = 500_000_000;
    private static final long SLEEP_BEFORE_ANSWER_NANOS = 2_000_000;
    private static final long LATE_ANSWER_NANOS = 100_000_000;
    private static final long SLEEP_BEFORE_LATE_ANSWER_NANOS = 50_000_000;
    private static final long LONGEST_WORK_WITHOUT_POLL_NANOS = 20_000_000;
    private static final int MOST_POLLS_WITHOUT_OFFSETS = 100;
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

    private final SourceParts parts;
    private final CurrentIntake intakes;
    private final Rebalances rebalances;
    private final Latencies latencies;
    private final OtherWorkers others;
    private final TimeSource time;
    private SourcePhase phase = SourcePhase.READING;
    private long lastPoll;
    private int pollsWithoutOffsets;
    private volatile boolean sleeping;
    private volatile boolean woken;
    private volatile boolean drainRequested;
    private volatile boolean finished;

    SourceWorker(
            SourceParts parts,
            CurrentIntake intakes,
            Rebalances rebalances,
            Latencies latencies,
            OtherWorkers others,
            TimeSource time) {
        this.parts = parts;
        this.intakes = intakes;
        this.rebalances = rebalances;
        this.latencies = latencies;
        this.others = others;
        this.time = time;
        this.lastPoll = time.nanoTime();
    }

    /** Joins the consumer group; partitions come with a later poll. */
    public void subscribe() {
        if (parts.routes().hasPatterns()) {
            parts.consumer().subscribe(parts.routes().pattern(), rebalances);
        } else {
            parts.consumer().subscribe(parts.routes().topics(), rebalances);
        }
    }

    @Override
    public String name() {
        return "source";
    }

    /** Returns the partitions that are assigned. Callable by any thread. */
    public Set<SourcePartition> assignment() {
        return parts.assigned();
    }

    /** Returns those of them that do not flow yet. Callable by any thread. */
    public Set<SourcePartition> restoring() {
        return parts.tables().isOpen() ? parts.shards().restoring() : parts.assigned();
    }

    /** Returns whether all assigned partitions could flow at some time. Callable by any thread. */
    public boolean hasRestored() {
        return parts.tables().isOpen() && parts.shards().hasRestored();
    }

    /** Has it read nothing more and end with a last epoch. Callable by any thread. */
    public void requestDrain() {
        drainRequested = true;
        wakeUp();
    }

    /**
     * Has {@code trigger} take over at the next edge of an epoch, which is made at once where the trigger in force allows for it.
     * Callable by any thread.
     *
     * @return completes when it is in force, or the run has ended
     */
    public CompletableFuture<Void> switchTrigger(Trigger trigger) {
        CompletableFuture<Void> inForce = intakes.change(trigger);
        wakeUp();
        return inForce;
    }

    /** Has the epoch end before the trigger wants it to. */
    public void requestBarrier() {
        parts.epochs().requestBarrier();
    }

    /** Returns whether it ends, or has ended, because nothing is left to do. Callable by any thread. */
    public boolean hasFinished() {
        return finished;
    }

    /** Returns whether everything that was read is processed and committed after {@link #requestDrain}, or it has finished. */
    public boolean isDrained() {
        return phase == SourcePhase.DRAINED;
    }

    /** Returns whether it is time to poll, whatever else there is to do. */
    public boolean isPollDue() {
        return time.nanoTime() - lastPoll >= LONGEST_WORK_WITHOUT_POLL_NANOS;
    }

    @Override
    public int doWork() {
        if (phase == SourcePhase.READING
                && (drainRequested || outgrown() || intakes.get().isFinished())) {
            endReading();
        }
        int work = 0;
        for (Exchange exchange : parts.routes().exchanges()) {
            work += exchange.flush();
        }
        if (phase == SourcePhase.READING) {
            work += parts.shards().advance() + publish() + watchSilence();
        }
        return work + endEpochs();
    }

    /**
     * Asks Kafka for records and sleeps until there are some, somebody calls {@link #wakeUp}, or something else is due; returns
     * how many came.
     *
     * @param maySleep false if the thread has other work
     */
    public int poll(boolean maySleep) {
        long now = time.nanoTime();
        Intake intake = intakes.get();
        boolean changed = intake.update(now, parts.epochs().isFlowing());
        boolean reading = phase == SourcePhase.READING
                && parts.tables().isOpen()
                && !(intake.isEdge() && parts.epochs().limitState());
        parts.feeds().pauseWhere(feed -> !reading || feed.isHeld() || !intake.wants(feed), parts.consumer());
        ConsumerRecords<byte[], byte[]> records = sleepAndPoll(maySleep && !changed ? sleep(now) : 0);
        lastPoll = time.nanoTime();
        parts.reading().came(records.count(), lastPoll);
        parts.lease().polled(lastPoll);
        if (!records.isEmpty()) {
            pollsWithoutOffsets = 0;
        }
        if (phase == SourcePhase.READING && !records.nextOffsets().isEmpty()) {
            take(records);
        }
        return records.count();
    }

    @Override
    public void wakeUp() {
        woken = true;
        VarHandle.fullFence();
        if (sleeping) {
            parts.consumer().wakeup();
        }
    }

    /** Leaves the consumer group without a commit; drain first for one. */
    @Override
    public void close() {
        rebalances.end();
        intakes.end();
        parts.consumer().close(CloseOptions.timeout(CLOSE_TIMEOUT));
    }

    private int publish() {
        parts.tables().tick();
        return parts.tables().isOpen() ? intakes.get().publish() : 0;
    }

    /** Batches tell by their ends that all has come. */
    private int watchSilence() {
        return parts.tables().isOpen() && !intakes.get().comesInBatches()
                ? parts.silence().work()
                : 0;
    }

    private void endReading() {
        if (intakes.get().isEdge()) {
            finished = !drainRequested && !outgrown();
            phase = phase.next();
            parts.feeds().dropWaiting();
        }
    }

    private int endEpochs() {
        EpochDriver epochs = parts.epochs();
        int work = epochs.advance() ? 1 : 0;
        if (!epochs.isFlowing()) {
            return work;
        }
        if (phase == SourcePhase.READING) {
            return work + endEpochIfDue();
        }
        if (phase == SourcePhase.DRAINING) {
            epochs.sendBarrier(Ending.AT_THE_END, Set.of());
            phase = phase.next();
            return work + 1;
        }
        if (phase == SourcePhase.LAST_EPOCH) {
            throwIfOutgrown();
            phase = phase.next();
        }
        return work;
    }

    private boolean outgrown() {
        return parts.shards().outgrown().isPresent();
    }

    /** It is drained for a new run that begins with all inputs, unless somebody wants it stopped anyway. */
    private void throwIfOutgrown() {
        if (!drainRequested && !finished) {
            parts.shards().outgrown().ifPresent(reason -> {
                throw reason;
            });
        }
    }

    private int endEpochIfDue() {
        long now = time.nanoTime();
        Intake intake = intakes.get();
        boolean byTrigger = intake.isBarrierDue(now);
        if (!byTrigger && !(intake.isEdge() && (parts.epochs().isBarrierRequested() || intakes.isChangeWanted()))) {
            return 0;
        }
        parts.epochs().sendBarrier(ending(byTrigger), byTrigger ? intake.ended() : Set.of());
        if (byTrigger) {
            intake.barrierSent(now); // a barrier for another reason does not move the trigger
        }
        intakes.passEdge();
        return 1;
    }

    private Ending ending(boolean byTrigger) {
        if (!intakes.get().comesInBatches()) {
            return Ending.IN_THE_FLOW;
        }
        return byTrigger ? Ending.BEHIND_A_BATCH : Ending.WITHIN_A_BATCH;
    }

    private long sleep(long now) {
        return Math.min(ownSleep(now), others.nanosToNextWork());
    }

    private long ownSleep(long now) {
        if (parts.committer().isAnswerPending()) { // Kafka delivers the answer at the next poll
            boolean late = now - parts.committer().sentAt() > LATE_ANSWER_NANOS;
            return late ? SLEEP_BEFORE_LATE_ANSWER_NANOS : SLEEP_BEFORE_ANSWER_NANOS;
        }
        if (!parts.epochs().isFlowing()) {
            return LONGEST_SLEEP_NANOS; // the last acknowledgement wakes us
        }
        Intake intake = intakes.get();
        if (intake.isBarrierDue(now)) {
            return 0;
        }
        long toQuestion =
                intake.comesInBatches() ? Long.MAX_VALUE : parts.silence().nanosToNext(now);
        return Math.min(Math.min(LONGEST_SLEEP_NANOS, toQuestion), intake.nanosToNextChange(now));
    }

    private ConsumerRecords<byte[], byte[]> sleepAndPoll(long nanos) {
        sleeping = nanos > 0;
        VarHandle.fullFence();
        boolean stayAwake = woken;
        woken = false;
        try {
            return parts.consumer().poll(stayAwake ? Duration.ZERO : Duration.ofNanos(nanos));
        } catch (WakeupException e) {
            return ConsumerRecords.empty();
        } catch (NoOffsetForPartitionException e) {
            return noOffsets(e);
        } catch (OffsetOutOfRangeException e) {
            throw new InputLostException(
                    parts.topology(),
                    "offsets %s are not in the topic any more".formatted(e.offsetOutOfRangePartitions()));
        } catch (KafkaException e) {
            throw ofRebalance(e);
        } finally {
            sleeping = false;
        }
    }

    /** Returns what a rebalance threw, which Kafka wraps: our own, and a missing answer that may come next time. */
    private static RuntimeException ofRebalance(KafkaException e) {
        if (e.getCause() instanceof MillraceException ours) {
            return ours;
        }
        return e.getCause() instanceof RetriableException passing ? passing : e;
    }

    /**
     * With the {@code consumer} group protocol Kafka looks for offsets before it tells us of the assignment, and complains a
     * little later; we find and seek all start positions ourselves. Only if it goes on to complain is something wrong.
     */
    private ConsumerRecords<byte[], byte[]> noOffsets(NoOffsetForPartitionException e) {
        if (++pollsWithoutOffsets > MOST_POLLS_WITHOUT_OFFSETS) {
            throw e;
        }
        return ConsumerRecords.empty();
    }

    private void take(ConsumerRecords<byte[], byte[]> records) {
        long wallClock = time.currentTimeMillis();
        records.forEach(record -> latencies.read(record.timestamp(), wallClock));
        parts.feeds().add(records, lastPoll);
    }
}
