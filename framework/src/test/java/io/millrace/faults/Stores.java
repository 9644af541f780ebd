package io.millrace.faults;

import io.millrace.state.StoreType;
import java.util.List;
import java.util.stream.Stream;

/** The stores that a service keeps its state in; with several it keeps the same state in each. */
enum Stores {
    HEAP(StoreType.IN_MEMORY),
    DISK(StoreType.ROCKS_DB),
    BOTH(StoreType.IN_MEMORY, StoreType.ROCKS_DB),
    /** As {@link #BOTH}, the other way round: what was in memory lies on disk when a service goes on with these. */
    SWAPPED(StoreType.ROCKS_DB, StoreType.IN_MEMORY);

    private final List<StoreType> types;

    Stores(StoreType... types) {
        this.types = List.of(types);
    }

    List<StoreType> types() {
        return types;
    }

    /** Returns the ones to test with: both at once in one round, else each alone, too. */
    static Stream<Stores> tested() {
        return Rounds.ONCE ? Stream.of(BOTH) : Stream.of(BOTH, HEAP, DISK);
    }
}
