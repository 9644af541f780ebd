package io.millrace.internal.async;

import io.millrace.internal.exchange.Arrivals;
import io.millrace.internal.exchange.Inbox;
import io.millrace.internal.exchange.LaneEvent;
import io.millrace.internal.exchange.UserCode;
import io.millrace.internal.exchange.WakeUp;
import io.millrace.runtime.TimeSource;
import io.millrace.topology.Async;
import io.millrace.topology.Node;
import io.millrace.trace.TracePlace;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What comes to a worker whose stage begins with calls to elsewhere. Each record's call begins when the record comes; the record goes on
 * when its call has ended, with the {@link AsyncOutcome} in place of its value. Barriers and times go on behind what came
 * before them. So the worker sees a stream as if calls took no time, and an epoch ends when its calls have.
 *
 * <p>It holds as many records as the capacity says and then reads no lane. Answers come by any thread and wake the worker.
 *
 * <p>Confined to the worker, but for the answers.
 */
public final class AsyncArrivals implements Arrivals, Inbox.Receiver {

    /** As long as a worker's turn. */
    private static final long TURN_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private final Inbox inbox;
    private final Openings openings = new Openings();
    private final ReleaseQueue queue;
    private final Turns turns;
    private final Calls calls;
    private final Collector collector;
    private final int capacity;
    private final TimeSource time;
    private final CallThreads threads;
    private Inbox.@Nullable Receiver behind;
    private long turnEndsAt;

    private AsyncArrivals(Node.AsyncOperator node, Inbox inbox, ReleaseQueue queue, Surroundings around) {
        Async options = node.options();
        this.inbox = inbox;
        this.queue = queue;
        this.turns = options.order() == Async.Order.BY_KEY ? new KeyTurns() : Turns.ANY;
        this.capacity = options.capacity();
        this.time = around.time();
        this.threads = around.threads();
        this.calls = new Calls(node, Caller.of(node, threads), around, this::ended);
        this.collector = new Collector(node.batchSize(), options.linger().toNanos(), this::begin);
    }

    /**
     * Returns what comes by {@code inbox} with the calls of {@code node} made.
     *
     * @param indifferentToEpochs whether it makes no difference to all that is behind in which epoch a record comes
     */
    public static AsyncArrivals of(
            Node.AsyncOperator node, Inbox inbox, boolean indifferentToEpochs, Surroundings around) {
        return new AsyncArrivals(
                node,
                inbox,
                node.options().order() == Async.Order.TOTAL
                        ? new OrderedQueue()
                        : new OvertakingQueue(
                                indifferentToEpochs
                                        ? OvertakingQueue.Barriers.OVERTAKEN
                                        : OvertakingQueue.Barriers.KEPT),
                around);
    }

    /**
     * What is around calls. Immutable.
     *
     * @param worker is woken when an answer has come
     * @param threads for calls that block, which are this worker's own
     * @param place where the calls are made
     */
    public record Surroundings(TimeSource time, WakeUp worker, CallThreads threads, TracePlace place) {}

    @Override
    public int poll(Inbox.Receiver worker) {
        turnEndsAt = time.nanoTime() + TURN_NANOS;
        behind = worker;
        int done = calls.work() + release(worker);
        done += inbox.poll(this) + collector.flushIfDue(time.nanoTime());
        return done + calls.work() + release(worker);
    }

    @Override
    public void runUserCode(UserCode userCode) {
        calls.runUserCode(userCode);
    }

    @Override
    public long nanosToNext() {
        return Math.min(calls.nanosToNext(), collector.nanosToNext(time.nanoTime()));
    }

    /** Returns how many calls wait for their answers, and not for the time of their next try. */
    public int awaiting() {
        return calls.awaiting();
    }

    @Override
    public void close() {
        calls.cancel();
        threads.end();
    }

    @Override
    public boolean wantsMore() {
        return queue.records() < capacity && time.nanoTime() - turnEndsAt < 0;
    }

    @Override
    public boolean isFull() {
        return queue.records() >= capacity;
    }

    /** What has come here has to be able to go on: so all openings that it needs have gone on before. */
    @Override
    public boolean mayCome(LaneEvent.Data data) {
        return !openings.has(data.origin().assignment()) && behind != null && behind.mayCome(data);
    }

    @Override
    public void data(int lane, LaneEvent.Data data) {
        QueuedRecord queued = new QueuedRecord(lane, data);
        queue.add(queued);
        if (turns.mayBegin(queued)) {
            collect(queued);
        }
    }

    @Override
    public void block(LaneEvent.Block block) {
        throw notFromSource(block);
    }

    @Override
    public void caughtUp(LaneEvent.CaughtUp event) {
        throw notFromSource(event);
    }

    private static IllegalStateException notFromSource(LaneEvent event) {
        return new IllegalStateException(
                "%s has come from a source, and calls are made behind a stage only".formatted(event));
    }

    @Override
    public void time(int lane, LaneEvent.Time news) {
        queue.add(lane, news);
    }

    @Override
    public void opening(int lane, LaneEvent.Opening opening) {
        openings.add(lane, opening);
    }

    @Override
    public void barrier(LaneEvent.Barrier barrier) {
        collector.flush();
        openings.barrierComes();
        queue.add(barrier);
    }

    private int release(Inbox.Receiver worker) {
        int released = 0;
        while (worker.wantsMore() && (openings.giveNext(worker, queue.barriers()) || queue.giveNext(worker))) {
            released++;
        }
        return released;
    }

    private void collect(QueuedRecord queued) {
        collector.add(queued, time.nanoTime());
    }

    private void begin(List<QueuedRecord> records) {
        turns.began(records);
        calls.begin(records);
    }

    private void ended(List<QueuedRecord> records) {
        records.forEach(queue::ended);
        turns.ended(records, this::collect);
    }
}
