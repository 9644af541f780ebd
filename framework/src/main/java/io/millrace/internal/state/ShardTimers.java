package io.millrace.internal.state;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The timers of one store in one shard and one worker: in a queue, and, where they are logged, in a table too.
 *
 * <p>After a restart the queue is filled from the entries of a table, in portions. Until that is done none of them is due, so that
 * they fire in their order.
 *
 * <p>Confined to the worker.
 */
public final class ShardTimers {

    /** Of no timer, and of timers that are not known yet. */
    public static final long NEVER = Due.NEVER;

    private final String store;
    private final @Nullable Table<CompoundKey, Long> table;
    private final Function<Object, byte[]> keyBytes;
    private final TimerQueue queue = new TimerQueue();
    private @Nullable TimerRefill refill;

    /**
     * @param keyBytes makes record keys into bytes
     * @param table keeps them over a restart; null where they are made of other entries
     */
    ShardTimers(
            String store,
            Function<Object, byte[]> keyBytes,
            @Nullable Table<CompoundKey, Long> table,
            TimerRefill refill) {
        this.store = store;
        this.keyBytes = keyBytes;
        this.table = table;
        this.refill = refill;
    }

    /** A timer that fires. Immutable. */
    public record Firing(Object key, Object name, long at, boolean byEventTime) {}

    /** Returns the name of the store. */
    public String store() {
        return store;
    }

    /** Returns what makes record keys into bytes. Thread-safe. */
    public Function<Object, byte[]> keyBytes() {
        return keyBytes;
    }

    /** Returns whether all timers of before the start are known. */
    public boolean isComplete() {
        return refill == null;
    }

    /** Takes up to {@code most} entries of before the start into the queue; returns how many. */
    public int refill(int most) {
        TimerRefill current = refill;
        if (current == null) {
            return 0;
        }
        int taken = current.fill(queue, most);
        if (current.isOver()) {
            refill = null;
        }
        return taken;
    }

    /** Returns when the first timer is due by event time; {@link #NEVER} if none is known to be. */
    public long nextEventTime() {
        return refill == null ? queue.nextEventTime() : NEVER;
    }

    /** Returns when the first timer is due by processing time; {@link #NEVER} if none is known to be. */
    public long nextProcessingTime() {
        return refill == null ? queue.nextProcessingTime() : NEVER;
    }

    /** Removes the first timer by event time, which there has to be: whoever handles it may set it anew. */
    public Firing takeByEventTime() {
        return fired(queue.takeByEventTime());
    }

    /** Removes the first timer by processing time, which there has to be. */
    public Firing takeByProcessingTime() {
        return fired(queue.takeByProcessingTime());
    }

    void set(Object key, Object name, long due) {
        if (due == NEVER) {
            cancel(key, name);
        } else if (queue.set(key, name, due) && table != null) {
            table.put(CompoundKey.of(key, name), due);
        }
    }

    void cancel(Object key, Object name) {
        boolean known = queue.cancel(key, name);
        if (table != null && (known || refill != null)) {
            table.remove(CompoundKey.of(key, name));
        }
    }

    private Firing fired(TimerQueue.Taken taken) {
        if (table != null) {
            table.remove(CompoundKey.of(taken.key(), taken.name()));
        }
        return new Firing(taken.key(), taken.name(), Due.at(taken.due()), Due.isByEventTime(taken.due()));
    }
}
