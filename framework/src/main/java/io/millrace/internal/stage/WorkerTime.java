package io.millrace.internal.stage;

import io.millrace.internal.epoch.PartitionAssignment;
import io.millrace.internal.exchange.LaneEvent;
import io.millrace.internal.exchange.Origin;
import java.util.concurrent.TimeUnit;

/**
 * What a worker does about time between its records: notes how far it is, fires timers, and tells the stages behind.
 *
 * <p>Confined to the worker.
 */
final class WorkerTime {

    /** Between records that follow one another, stages behind learn of the time from those. */
    private static final long TELL_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final String worker;
    private final StageContext context;
    private final StageTime time;
    private final IdleWatch idle;
    private final TimerFiring firing;
    private final CompleteTables tables;
    private long toldAt;

    /** {@code worker} is its name. */
    WorkerTime(
            String worker,
            StageContext context,
            StageTime time,
            IdleWatch idle,
            TimerFiring firing,
            CompleteTables tables) {
        this.worker = worker;
        this.context = context;
        this.time = time;
        this.idle = idle;
        this.firing = firing;
        this.tables = tables;
        this.toldAt = context.time().nanoTime();
    }

    void open(int lane, LaneEvent.Opening opening) {
        time.open(lane, opening);
        PartitionTime partition = time.find(opening.assignment());
        if (partition != null) {
            idle.open(partition, wallClock());
        }
    }

    /** All that was in a partition has come. */
    void caughtUp(LaneEvent.CaughtUp event) {
        PartitionTime partition = time.find(event.assignment());
        if (partition != null) {
            idle.caughtUp(partition, event);
        }
    }

    /** Returns whether it is known how far time is where {@code data} comes from: until then, nobody could tell whether it is late. */
    boolean mayCome(LaneEvent.Data data) {
        PartitionAssignment assignment = data.origin().assignment();
        PartitionTime partition = time.find(assignment);
        return partition == null || partition.shard().isOpen() || assignment.isDiscarded();
    }

    /** Returns {@code opening} as the stages behind are to get it, once its time is known here. */
    LaneEvent.Opening passedOn(LaneEvent.Opening opening) {
        return time.passedOn(opening);
    }

    /**
     * A record comes by {@code lane}: fires what was due before it, as far as there is room. Returns whether that is all; if not, the
     * record has to wait.
     */
    boolean beforeRecord(int lane, LaneEvent.Data data) {
        if (data.before() == LaneEvent.NO_TIME) {
            return true;
        }
        ShardTime shard = time.advanceBefore(lane, data);
        if (shard != null) {
            firing.fireDue(shard);
        }
        return !firing.isBehind();
    }

    /** The record that comes by {@code lane} is processed next. */
    void atRecord(int lane, LaneEvent.Data data) {
        if (data.watermark() != LaneEvent.NO_TIME) {
            time.advance(lane, data);
        }
    }

    /** A record is processed. */
    void afterRecord(Origin origin) {
        PartitionTime partition = time.find(origin.assignment());
        if (partition != null) {
            firing.fireDue(partition.shard());
        }
    }

    /** A stage before says how far time is. */
    void told(int lane, LaneEvent.Time news) {
        ShardTime shard = time.advance(lane, news);
        if (shard != null) {
            firing.fireDue(shard);
        }
    }

    /** Returns whether timers have to fire before the next record is taken. */
    boolean isBehind() {
        return firing.isBehind();
    }

    /** Does what is due, as far as there is room; returns how much that was. */
    int work() {
        long now = wallClock();
        time.beginTurn(now);
        idle.look(now);
        return firing.work(now);
    }

    /**
     * Tells the stages behind how far time is, if they have not heard of it for long, or would hear nothing else for now; returns
     * whether there was news.
     *
     * @param now the engine's nanoTime
     */
    int tell(long now, boolean resting) {
        if (!resting && now - toldAt < TELL_NANOS) {
            return 0;
        }
        toldAt = now;
        return time.tell();
    }

    /** A barrier has come, and nothing comes before it is passed on. */
    void arrive(LaneEvent.Barrier barrier) {
        tables.arrive(barrier);
        if (barrier.ending() == LaneEvent.Ending.BEHIND_A_BATCH) {
            idle.endBatch(wallClock());
            idle.end(barrier.ended());
        }
    }

    /** Does what belongs to the epoch that ends with {@code barrier}, as far as there is room; returns whether that is all. */
    boolean settle(LaneEvent.Barrier barrier) {
        if (barrier.ending() != LaneEvent.Ending.BEHIND_A_BATCH) {
            return true;
        }
        // What is told may set timers that are due.
        boolean settled = firing.settle() && tables.tell(barrier.epoch()) && firing.settle();
        if (settled) {
            time.tell();
        }
        return settled;
    }

    /** Returns how many entries of tables were told since the last call. */
    int takeTold() {
        return tables.takeTold();
    }

    /** {@code barrier} is passed on. */
    void beyond(LaneEvent.Barrier barrier) {
        tables.beyond(barrier);
        time.close(barrier.closing());
        switch (barrier.ending()) {
            case IN_THE_FLOW -> idle.flow(wallClock());
            case WITHIN_A_BATCH -> {
                // which goes on
            }
            case BEHIND_A_BATCH -> idle.beginBatch();
            case AT_THE_END -> firing.end();
        }
        time.shards().stream()
                .mapToLong(ShardTime::watermark)
                .min()
                .ifPresentOrElse(least -> context.meter().reached(worker, least), () -> context.meter()
                        .nothingIn(worker));
    }

    /** Returns for how long there is nothing to do unless something comes. */
    long nanosToNext() {
        long now = wallClock();
        long millis = Math.min(idle.millisToChange(now), firing.millisToNext(now));
        return millis == Long.MAX_VALUE ? millis : TimeUnit.MILLISECONDS.toNanos(millis);
    }

    private long wallClock() {
        return context.time().currentTimeMillis();
    }
}
