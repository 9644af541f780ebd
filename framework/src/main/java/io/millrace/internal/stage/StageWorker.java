package io.millrace.internal.stage;

import io.millrace.internal.epoch.PartitionAssignment;
import io.millrace.internal.epoch.Shard;
import io.millrace.internal.exchange.Arrivals;
import io.millrace.internal.exchange.Exchange;
import io.millrace.internal.exchange.Inbox;
import io.millrace.internal.exchange.LaneEvent;
import io.millrace.internal.exchange.Origin;
import io.millrace.internal.metrics.StageMeter;
import io.millrace.internal.metrics.StageMeter.Activity;
import io.millrace.internal.plan.Plan;
import io.millrace.internal.plan.StagePlan;
import io.millrace.internal.plan.TimePlan;
import io.millrace.internal.query.QuestionBox;
import io.millrace.internal.state.StateStores;
import io.millrace.internal.state.WorkerStores;
import io.millrace.processor.Record;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One worker of a stage: takes records from its lanes, runs them through its operators, and leaves the results in further
 * lanes or with the output writer.
 *
 * <p>It takes nothing new while a lane or the writer behind it has no room; that is how back-pressure walks up. At a barrier
 * it seals its stores and its outputs and passes the barrier on, behind everything that came before it.
 */
public final class StageWorker implements Worker, Inbox.Receiver {

    /** Long enough to be worth the turn, short enough that the poll thread keeps polling. */
    private static final long TURN_NANOS = 5_000_000;

    private final String name;
    private final Arrivals arrivals;
    private final Exchanges exchanges;
    private final OutputWriter writer;
    private final OperatorChain chain;
    private final TracedChain traced;
    private final RecordErrors errors;
    private final ParkedRecords parked;
    private final StageContext context;
    private final StoreExpiry expiry;
    private final StageMeter meter;
    private final QuestionBox questions;

    /** Null where nothing needs time. */
    private final @Nullable WorkerTime time;

    /** The engine's nanoTime as it was looked at last. */
    private long lookedAt;

    private long turnEndsAt;
    private boolean turnIsOver;
    /** What is left of it comes before anything else from the lanes. */
    private final BlockInHand block = new BlockInHand();

    private final BlockInHand.Receiver blockReceiver =
            (entry, record, origin) -> process(entry, record, origin, origin.readAt());

    /** It comes before anything else, too, once the timers have fired that come before it. */
    private LaneEvent.@Nullable Data held;

    private int heldFrom;

    /** It has come on all lanes and waits for what belongs before it; nothing else is taken meanwhile. */
    private LaneEvent.@Nullable Barrier waiting;

    /**
     * @param number of this worker in its stage, from 0
     * @param exchanges to the stages behind, by stage name
     */
    public StageWorker(
            Plan plan,
            StagePlan stage,
            int number,
            Arrivals arrivals,
            Map<String, Exchange> exchanges,
            OutputWriter writer,
            StateStores stores,
            RunContext run) {
        this.name = stage.name() + "-" + number;
        this.arrivals = arrivals;
        this.exchanges = Exchanges.of(exchanges.values());
        this.writer = writer;
        this.meter = run.meters().worker(stage.name(), number);
        this.questions = run.questions().of(stage.name(), number);
        WorkerStores ownStores = new WorkerStores(stores, stage.stores(), number);
        TimePlan times = new TimePlan(plan);
        StageTime eventTime = times.isNeededIn(stage) ? new StageTime(times, stage, ownStores, exchanges) : null;
        this.context = new StageContext(
                plan.topology(), stores.group(), stage.name(), new CurrentRecord(meter), ownStores, eventTime, run);
        this.expiry = new StoreExpiry(context);
        this.errors = new RecordErrors(context, run.errors(), plan.deadLetters(), writer);
        writer.refuseTo(errors::refused);
        this.parked = new ParkedRecords(context, run.errors(), errors);
        this.chain = new OperatorChain(plan, stage, exchanges, writer, context, parked);
        this.traced = new TracedChain(chain, stage, context);
        arrivals.runUserCode(chain::runAtHead);
        this.time = eventTime == null
                ? null
                : new WorkerTime(
                        name,
                        context,
                        eventTime,
                        new IdleWatch(stage, eventTime, run),
                        new TimerFiring(context, eventTime, chain, this::mayFire),
                        new CompleteTables(stage, context, eventTime, chain, this::mayFire));
    }

    @Override
    public String name() {
        return name;
    }

    /** Returns what tells other threads which call of user code it is in. */
    public CurrentCall call() {
        return chain.call();
    }

    @Override
    public int doWork() {
        int flushed = errors.flush(writer) + exchanges.flush();
        long now = context.time().nanoTime();
        lookedAt = now;
        turnEndsAt = now + TURN_NANOS;
        turnIsOver = false;
        meter.beginTurn(now);
        int done = flushed
                + parked.work(this::mayFire)
                + workOnTime()
                + workOffHeld()
                + workOffBlock()
                + arrivals.poll(this)
                + expiry.work(now)
                + questions.work(context.stores());
        done += tellTime(now, done);
        meter.endTurn(done > 0, pause());
        return done;
    }

    private Activity pause() {
        return isClear() ? arrivals.isFull() ? Activity.BUSY : Activity.IDLE : Activity.HELD_BACK;
    }

    @Override
    public long nanosToNextWork() {
        long outside = Math.min(writer.nanosToNextWork(), arrivals.nanosToNext());
        if (!isClear()) {
            return outside; // room ahead wakes it
        }
        long own = Math.min(parked.nanosToNext(), time == null ? Long.MAX_VALUE : time.nanosToNext());
        return Math.min(own, outside);
    }

    @Override
    public boolean wantsMore() {
        return block.isWorkedOff() && held == null && canTakeRecord();
    }

    @Override
    public boolean mayCome(LaneEvent.Data data) {
        return time == null || time.mayCome(data);
    }

    @Override
    public void data(int lane, LaneEvent.Data data) {
        if (time != null && !time.beforeRecord(lane, data)) {
            held = data;
            heldFrom = lane;
        } else {
            process(lane, data);
        }
    }

    private void process(int lane, LaneEvent.Data data) {
        if (time != null) {
            time.atRecord(lane, data);
        }
        process(data.entry(), data.record(), data.origin(), data.sentAt());
    }

    /** Processes the record that had to wait for timers, if they have fired. */
    private int workOffHeld() {
        LaneEvent.Data data = held;
        if (data == null || time == null || time.isBehind() || !canGoOn()) {
            return 0;
        }
        held = null;
        process(heldFrom, data);
        return 1;
    }

    @Override
    public void block(LaneEvent.Block newBlock) {
        block.take(newBlock);
        workOffBlock();
    }

    @Override
    public void time(int lane, LaneEvent.Time news) {
        if (time != null) {
            time.told(lane, news);
        }
    }

    @Override
    public void caughtUp(LaneEvent.CaughtUp event) {
        if (time != null) {
            time.caughtUp(event);
        }
    }

    @Override
    public void opening(int lane, LaneEvent.Opening opening) {
        Shard shard = opening.assignment().shard();
        if (shard != null) {
            context.stores().open(shard);
        }
        if (time != null) {
            time.open(lane, opening);
        }
        chain.open(opening.assignment());
        exchanges.open(time == null ? opening : time.passedOn(opening));
    }

    @Override
    public void barrier(LaneEvent.Barrier barrier) {
        if (time != null) {
            time.arrive(barrier);
        }
        waiting = barrier;
        settleBarrier();
    }

    /** Does what time makes due, and lets a barrier pass that waited for it. */
    private int workOnTime() {
        return time == null ? settleBarrier() : time.work() + settleBarrier() + time.takeTold();
    }

    private int settleBarrier() {
        LaneEvent.Barrier barrier = waiting;
        if (barrier == null
                || !parked.isSettled()
                || !isSettled(barrier)
                || !parked.isSettled()
                || !errors.settle(writer)) {
            return 0;
        }
        waiting = null;
        passOn(barrier);
        return 1;
    }

    private boolean isSettled(LaneEvent.Barrier barrier) {
        return (time == null || time.settle(barrier)) && isClear();
    }

    private void passOn(LaneEvent.Barrier barrier) {
        List<PartitionAssignment> closing = barrier.closing();
        chain.endEpoch(barrier.epoch());
        // What a lost shard has changed is void, and what it changed before may be sealed still.
        context.stores().sealAllBut(shards(closing.stream().filter(PartitionAssignment::isDiscarded)));
        chain.close(closing);
        shards(closing.stream()).forEach(context.stores()::close);
        exchanges.broadcast(barrier);
        barrier.epoch().align();
        writer.seal(barrier.epoch());
        if (time != null) {
            time.beyond(barrier);
        }
    }

    @Override
    public void close() {
        meter.endTurn(false, Activity.IDLE); // whatever it was at when it ended
        Closing.all(List.of(arrivals::close, chain::close));
    }

    private int tellTime(long now, int done) {
        return time == null || !exchanges.areClear() ? 0 : time.tell(now, done == 0);
    }

    private boolean canTakeRecord() {
        return waiting == null && (time == null || !time.isBehind()) && !parked.isFull() && canGoOn();
    }

    private boolean canGoOn() {
        return !turnIsOver && isClear();
    }

    /** As between two records, there is a moment between two timers to end the turn. */
    private boolean mayFire() {
        turnIsOver |= context.time().nanoTime() - turnEndsAt >= 0;
        return canGoOn();
    }

    private boolean isClear() {
        return writer.isReady() && exchanges.areClear();
    }

    /** Between two records of a block there is the same room for turning to others as between two that came alone. */
    private int workOffBlock() {
        int done = 0;
        while (!block.isWorkedOff() && canTakeRecord()) {
            block.giveNext(blockReceiver);
            done++;
        }
        return done;
    }

    private void process(int entry, Record<Object, Object> record, Origin origin, long sentAt) {
        if (!origin.assignment().isDiscarded()) {
            long takenAt = meter.take(origin.offset(), sentAt);
            run(entry, record, origin);
            meter.finish(takenAt);
            if (time != null) {
                time.afterRecord(origin);
            }
        }
        lookedAt = context.time().nanoTime();
        turnIsOver = lookedAt - turnEndsAt >= 0;
    }

    private void run(int entry, Record<Object, Object> record, Origin origin) {
        try {
            traced.process(entry, record, origin, lookedAt);
        } catch (NodeFailure failure) {
            throw failure.on(context, origin);
        }
    }

    private static Set<Shard> shards(Stream<PartitionAssignment> assignments) {
        return assignments
                .map(PartitionAssignment::shard)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
    }
}
