package io.millrace.internal.kafka;

import io.millrace.errors.MillraceException;
import io.millrace.internal.exchange.Exchange;
import io.millrace.internal.exchange.LaneEvent.Ending;
import io.millrace.internal.exchange.WakeUp;
import io.millrace.internal.stage.Worker;
import io.millrace.processor.SourcePartition;
import io.millrace.runtime.EpochProgress;
import io.millrace.runtime.TimeSource;
import io.millrace.runtime.Trigger;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecords;

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
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

    private final SourceParts parts;
    private final CurrentIntake intakes;
    private final Rebalances rebalances;
    private final Latencies latencies;
    private final OtherWorkers others;
    private final TimeSource time;
    private final Pause pause;
    private final WakefulPoll wakefulPoll;
    private SourcePhase phase = SourcePhase.READING;
    private long lastPoll;
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
        this.wakefulPoll = new WakefulPoll(parts.topology(), parts.consumer());
        this.lastPoll = time.nanoTime();
        this.pause = new Pause(lastPoll);
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

    /**
     * Has it read nothing new until {@link #resume}. A batch that may not be parted, and has been read, flows on to its end; so does all that is to be
     * read in one epoch where it is drained amid that. Callable by any thread.
     */
    public void pause() {
        pause.begin();
        wakeUp();
    }

    /** Has it read again. Callable by any thread. */
    public void resume() {
        pause.end();
        wakeUp();
    }

    /**
     * Has the epoch end as soon as the trigger allows for it. Callable by any thread.
     *
     * @return completes when all that has entered the lanes by now is durable; exceptionally if the run ends before that
     */
    public CompletableFuture<EpochProgress> checkpoint() {
        CompletableFuture<EpochProgress> durable = parts.epochs().checkpoint();
        wakeUp();
        return durable;
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
                && !(intake.isEdge() && parts.epochs().limitState())
                && !isHeld();
        parts.feeds().pauseWhere(feed -> !reading || feed.isHeld() || !intake.wants(feed), parts.consumer());
        ConsumerRecords<byte[], byte[]> records = wakefulPoll.poll(maySleep && !changed ? sleep(now) : 0);
        lastPoll = time.nanoTime();
        parts.reading().came(records.count(), isHeld(), lastPoll);
        parts.lease().polled(lastPoll);
        if (phase == SourcePhase.READING && !records.nextOffsets().isEmpty()) {
            take(records);
        }
        return records.count();
    }

    @Override
    public void wakeUp() {
        wakefulPoll.wakeUp();
    }

    /** Leaves the consumer group without a commit; drain first for one. */
    @Override
    public void close() {
        rebalances.end();
        intakes.end();
        parts.epochs()
                .end(new MillraceException(
                        "Topology '%s' has made no checkpoint, because its run has ended".formatted(parts.topology())));
        parts.consumer().close(CloseOptions.timeout(CLOSE_TIMEOUT));
    }

    private int publish() {
        parts.tables().tick();
        Intake intake = intakes.get();
        return parts.tables().isOpen() && !(isHeld() && intake.isEdge()) ? intake.publish() : 0;
    }

    /** A stop goes before a pause: what it needs to come to an end is read. */
    private boolean isHeld() {
        return pause.isWanted() && !drainRequested;
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
        if (!byTrigger && !(intake.isEdge() && isBarrierWanted(now))) {
            return 0;
        }
        parts.epochs().sendBarrier(ending(byTrigger), byTrigger ? intake.ended() : Set.of());
        if (byTrigger) {
            intake.barrierSent(now); // a barrier for another reason does not move the trigger
        }
        pause.barrierSent(now);
        intakes.passEdge();
        return 1;
    }

    /** Returns whether there is a reason for a barrier beside the trigger. */
    private boolean isBarrierWanted(long now) {
        return parts.epochs().isBarrierRequested()
                || intakes.isChangeWanted()
                || (intakes.get().comesInBatches() && pause.isBarrierDue(now));
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
        boolean endsByPause = intake.comesInBatches() && intake.isEdge();
        long toChange =
                Math.min(intake.nanosToNextChange(now), endsByPause ? pause.nanosToBarrier(now) : Long.MAX_VALUE);
        return Math.min(Math.min(LONGEST_SLEEP_NANOS, toQuestion), toChange);
    }

    private void take(ConsumerRecords<byte[], byte[]> records) {
        long wallClock = time.currentTimeMillis();
        records.forEach(record -> latencies.read(record.timestamp(), wallClock));
        parts.feeds().add(records, lastPoll);
    }
}
