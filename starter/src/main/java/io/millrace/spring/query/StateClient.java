package io.millrace.spring.query;

import io.millrace.MillraceEngine;
import io.millrace.query.OtherInstances;
import io.millrace.query.StoreQuery;

/**
 * Asks for state wherever it is: in this instance, or in the one that has it, with one hop at most. What it can't be told, as during a
 * rebalance, it says; see {@link io.millrace.query.Answer}.
 *
 * <p>Thread-safe.
 */
public final class StateClient {

    private final MillraceEngine engine;
    private final OtherInstances others;

    /** {@code others} takes questions to other instances. */
    public StateClient(MillraceEngine engine, OtherInstances others) {
        this.engine = engine;
        this.others = others;
    }

    /**
     * Returns what asks {@code store} of {@code topology}; the types of its entries are the caller's word. Ranges are of this instance only.
     *
     * @throws IllegalArgumentException if there is no such topology or store
     * @throws IllegalStateException if the topology's state may not be asked for, see 'millrace.queries.enabled'
     */
    public <K, V> StoreQuery<K, V> store(String topology, String store) {
        return engine.topology(topology).query(store, others);
    }
}
