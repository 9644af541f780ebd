package io.millrace.internal.query;

import io.millrace.internal.operator.StoredWindows;
import io.millrace.internal.plan.StorePlan;
import io.millrace.internal.state.EntryFormat;
import io.millrace.state.StoreKind;
import java.util.Optional;

/**
 * A store that may be asked for, as the plan has it. Immutable.
 *
 * @param windows what tells its windows; empty if it has none
 */
record QueriedStore(String topology, StorePlan plan, EntryFormat format, Optional<StoredWindows> windows) {

    static QueriedStore of(String topology, String group, StorePlan plan) {
        return new QueriedStore(topology, plan, EntryFormat.of(plan, group), StoredWindows.of(plan.definition()));
    }

    String name() {
        return plan.name();
    }

    StoreKind kind() {
        return plan.definition().kind();
    }

    /** @throws IllegalArgumentException if it has several entries or windows for each key */
    void requireOneEntryByKey(String question) {
        if (windows.isPresent()) {
            throw new IllegalArgumentException(
                    "Store '%s' has windows: ask for windows(key, from, to) instead of %s".formatted(name(), question));
        }
        if (kind() == StoreKind.LIST || kind() == StoreKind.MAP) {
            throw new IllegalArgumentException(
                    "Store '%s' has many entries for each key: ask for get(key) instead of %s"
                            .formatted(name(), question));
        }
        requireReadable();
    }

    /** @throws IllegalArgumentException if nothing of it can be told */
    void requireReadable() {
        if (kind() == StoreKind.TIMERS) {
            throw new IllegalArgumentException("'%s' has timers, which can't be asked for".formatted(name()));
        }
    }
}
