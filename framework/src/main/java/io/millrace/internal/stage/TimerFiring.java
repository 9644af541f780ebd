package io.millrace.internal.stage;

import io.millrace.internal.exchange.NoRecord;
import io.millrace.internal.exchange.Origin;
import io.millrace.internal.state.ShardTimers;
import io.millrace.processor.TimeDomain;
import io.millrace.processor.Timer;
import io.millrace.trace.TraceStep;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Fires the timers of one worker, between its records.
 *
 * <p>Those that give rise to records fire before the next record is taken, in the order in which they are due: so what comes out does
 * not depend on how many records wait. Those that only clear up fire a few at a time, so that nobody waits for them.
 *
 * <p>Confined to the worker.
 */
final class TimerFiring {

    private static final int MOST_CLEARING_BETWEEN_RECORDS = 16;
    private static final int MOST_AT_ONCE = 1_000;

    /** So many take less time than it takes to ask Kafka for the next record, which may wait for them. */
    private static final int MOST_CLEARING_IN_A_TURN = 64;

    private final StageContext context;
    private final StageTime time;
    private final OperatorChain chain;
    private final BooleanSupplier mayGoOn;
    private boolean behind;
    private boolean over;

    /** {@code mayGoOn} tells whether there is room for what timers give rise to, and time. */
    TimerFiring(StageContext context, StageTime time, OperatorChain chain, BooleanSupplier mayGoOn) {
        this.context = context;
        this.time = time;
        this.chain = chain;
        this.mayGoOn = mayGoOn;
    }

    /** Returns whether timers have to fire before the next record is taken. */
    boolean isBehind() {
        return behind;
    }

    /** Fires no more timers: the last epoch has ended. */
    void end() {
        over = true;
        behind = false;
    }

    /** A record of {@code shard} is processed, or its time has gone on. */
    void fireDue(ShardTime shard) {
        if (over) {
            return;
        }
        emit(shard);
        if (!behind) {
            clear(shard, MOST_CLEARING_BETWEEN_RECORDS);
        }
    }

    /** Fires what is due at {@code now}, a wall-clock time in milliseconds, as far as there is room; returns how many timers. */
    int work(long now) {
        if (over) {
            return 0;
        }
        int done = 0;
        behind = false;
        for (ShardTime shard : time.shards()) {
            done += refill(shard) + emit(shard) + fireByProcessingTime(shard, now);
            if (!behind) {
                done += clear(shard, MOST_CLEARING_IN_A_TURN);
            }
        }
        return done;
    }

    /** Fires all that is due by event time, and what may be due once it is known; returns whether that is done. */
    boolean settle() {
        boolean settled = true;
        for (ShardTime shard : time.shards()) {
            refill(shard);
            emit(shard);
            clear(shard, MOST_AT_ONCE);
            settled &= shard.isLost()
                    || (isComplete(shard) && shard.nextEmitting() == null && shard.nextClearing() == null);
        }
        return settled;
    }

    /** Returns for how long no timer is due by processing time, nor any else to be taken care of. */
    long millisToNext(long now) {
        long least = Long.MAX_VALUE;
        if (over) {
            return least;
        }
        for (ShardTime shard : time.shards()) {
            for (NodeTimers timers : shard.emitting()) {
                least = Math.min(least, millisToNext(timers.timers(), now));
            }
            for (NodeTimers timers : shard.clearing()) {
                least = Math.min(least, millisToNext(timers.timers(), now));
            }
        }
        return least;
    }

    private static long millisToNext(ShardTimers timers, long now) {
        if (!timers.isComplete()) {
            return 0;
        }
        long next = timers.nextProcessingTime();
        return next == ShardTimers.NEVER ? Long.MAX_VALUE : Math.max(0, next - now);
    }

    private static boolean isComplete(ShardTime shard) {
        return shard.emitting().stream().allMatch(timers -> timers.timers().isComplete())
                && shard.clearing().stream().allMatch(timers -> timers.timers().isComplete());
    }

    private int refill(ShardTime shard) {
        int filled = 0;
        for (NodeTimers timers : shard.emitting()) {
            filled += timers.timers().refill(MOST_AT_ONCE - filled);
        }
        for (NodeTimers timers : shard.clearing()) {
            filled += timers.timers().refill(MOST_AT_ONCE - filled);
        }
        return filled;
    }

    /** Fires the timers of {@code shard} that give rise to records, as far as there is room. */
    private int emit(ShardTime shard) {
        int fired = 0;
        for (NodeTimers next = shard.nextEmitting(); next != null; next = shard.nextEmitting()) {
            if (shard.isLost()) {
                return fired;
            }
            if (!mayGoOn.getAsBoolean()) {
                behind = true;
                return fired;
            }
            fire(shard, next, next.timers().takeByEventTime());
            fired++;
        }
        shard.allFired();
        return fired;
    }

    private int clear(ShardTime shard, int most) {
        int fired = 0;
        NodeTimers next = shard.nextClearing();
        while (next != null && fired < most && !shard.isLost() && mayGoOn.getAsBoolean()) {
            fire(shard, next, next.timers().takeByEventTime());
            fired++;
            next = shard.nextClearing();
        }
        return fired;
    }

    private int fireByProcessingTime(ShardTime shard, long now) {
        int fired = 0;
        for (NodeTimers timers : shard.emitting()) {
            fired += fireByProcessingTime(shard, timers, now);
        }
        for (NodeTimers timers : shard.clearing()) {
            fired += fireByProcessingTime(shard, timers, now);
        }
        return fired;
    }

    /** Event-time timers that are due by what a timer has done fire before the next one. */
    private int fireByProcessingTime(ShardTime shard, NodeTimers timers, long now) {
        int fired = 0;
        while (fired < MOST_AT_ONCE
                && !behind
                && shard.isReady()
                && timers.timers().nextProcessingTime() <= now
                && !shard.isLost()
                && mayGoOn.getAsBoolean()) {
            fire(shard, timers, timers.timers().takeByProcessingTime());
            fired += 1 + emit(shard);
        }
        return fired;
    }

    private void fire(ShardTime shard, NodeTimers timers, ShardTimers.Firing firing) {
        PartitionTime standing = shard.partitions().get(0);
        long wallClock = context.time().currentTimeMillis();
        long now = context.time().nanoTime();
        context.meter()
                .fired(
                        firing.byEventTime()
                                ? timers.emits() ? now - shard.dueSince(now) : 0
                                : TimeUnit.MILLISECONDS.toNanos(wallClock - firing.at()));
        if (firing.byEventTime() && timers.emits()) {
            shard.beginEmitting(timers.position(), firing.at());
        }
        NoRecord cause = NoRecord.timer(firing.key(), timers.timers().keyBytes());
        Origin origin =
                new Origin(standing.assignment(), standing.lastOffset(), wallClock, now, cause, 0, TraceStep.NONE);
        try {
            chain.fire(
                    timers.position(),
                    new Timer<>(
                            timers.timers().store(),
                            firing.key(),
                            firing.name(),
                            firing.at(),
                            firing.byEventTime() ? TimeDomain.EVENT_TIME : TimeDomain.PROCESSING_TIME),
                    origin);
        } catch (NodeFailure failure) {
            throw failure.on(context, origin);
        } finally {
            shard.endFiring();
        }
    }
}
