package io.millrace.internal.kafka;

import io.millrace.internal.epoch.Shard;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Holds all records back until the global tables are loaded, and tells how far that is. Once open, it stays open.
 *
 * <p>Confined to the source worker, but for {@link #isOpen}.
 */
final class GlobalTableGate {

    private final @Nullable GlobalTableReader reader;
    private final RestoreReporter reporter;
    private final Map<Shard, RestoreMeter> loading = new LinkedHashMap<>();
    private boolean begun;
    private boolean over;

    /** {@code reader} is null where there are no global tables. */
    GlobalTableGate(@Nullable GlobalTableReader reader, RestoreReporter reporter) {
        this.reader = reader;
        this.reporter = reporter;
        this.over = reader == null;
    }

    /** Returns whether records may flow. Callable by any thread. */
    boolean isOpen() {
        return reader == null || reader.isLoaded();
    }

    /** Tells what is due to be told. */
    void tick() {
        if (over || reader == null) {
            return;
        }
        over = reader.isLoaded(); // asked first: what was loaded by then is told below
        if (!begun) {
            begin(reader.loads());
        }
        reporter.tick();
        loading.entrySet().removeIf(load -> {
            if (load.getValue().isComplete()) {
                reporter.ended(load.getKey());
            }
            return load.getValue().isComplete();
        });
    }

    private void begin(List<GlobalPartition> loads) {
        for (GlobalPartition load : loads) {
            begun = true;
            Shard shard = new Shard(load.meter().store(), load.number());
            loading.put(shard, load.meter());
            reporter.hasBegun(shard, List.of(load.meter()));
        }
    }
}
