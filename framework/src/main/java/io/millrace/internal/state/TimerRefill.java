package io.millrace.internal.state;

import io.millrace.state.Entry;
import io.millrace.state.EntryIterator;
import java.util.function.ToLongFunction;

/**
 * Fills a queue of timers from the entries that a table has at the start, while records change them: what was set meanwhile counts.
 *
 * <p>Confined to the worker.
 */
final class TimerRefill {

    private final EntryIterator<Object, Object> entries;
    private final ToLongFunction<Entry<Object, Object>> due;
    private boolean over;

    /**
     * @param entries goes on while entries change, and over barriers
     * @param due of the timer that belongs to an entry; {@link Due#NEVER} for none
     */
    TimerRefill(EntryIterator<Object, Object> entries, ToLongFunction<Entry<Object, Object>> due) {
        this.entries = entries;
        this.due = due;
    }

    boolean isOver() {
        return over;
    }

    /** Looks at up to {@code most} entries, and not at the one behind them, which may change until the next call. */
    int fill(TimerQueue queue, int most) {
        for (int seen = 0; seen < most; seen++) {
            if (!entries.hasNext()) {
                over = true;
                return seen;
            }
            Entry<Object, Object> entry = entries.next();
            long entryDue = due.applyAsLong(entry);
            if (entryDue != Due.NEVER) {
                add(queue, entry.key(), entryDue);
            }
        }
        return most;
    }

    private static void add(TimerQueue queue, Object key, long entryDue) {
        if (key instanceof CompoundKey compound) {
            queue.setIfAbsent(compound.recordKey(), compound.partKey(), entryDue);
        } else {
            queue.setIfAbsent(key, "", entryDue);
        }
    }
}
