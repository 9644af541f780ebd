package io.millrace.internal.state;

import io.millrace.internal.epoch.Shard;
import io.millrace.state.TimerState;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a processor sees of a store of timers. Confined to the worker. */
final class TimerView<N> implements TimerState<N> {

    private final String store;
    private final CurrentKey current;
    private final Function<Shard, ShardTimers> timers;
    private @Nullable Shard lastShard;
    private @Nullable ShardTimers last;

    /** {@code timers} gives those of an open shard. */
    TimerView(String store, CurrentKey current, Function<Shard, ShardTimers> timers) {
        this.store = store;
        this.current = current;
        this.timers = timers;
    }

    @Override
    public void atEventTime(N name, long timestampMs) {
        ofShard().set(current.key(), notNull(name), Due.byEventTime(timestampMs));
    }

    @Override
    public void atProcessingTime(N name, long timestampMs) {
        ofShard().set(current.key(), notNull(name), Due.byProcessingTime(timestampMs));
    }

    @Override
    public void cancel(N name) {
        ofShard().cancel(current.key(), notNull(name));
    }

    /** Lets go of the last shard. */
    void forget() {
        lastShard = null;
        last = null;
    }

    private ShardTimers ofShard() {
        Shard shard = current.shard();
        ShardTimers found = last;
        if (found == null || shard != lastShard) {
            found = timers.apply(shard);
            last = found;
            lastShard = shard;
        }
        return found;
    }

    private Object notNull(N name) {
        return Objects.requireNonNull(name, () -> "Timers '%s' take no null as a name".formatted(store));
    }
}
