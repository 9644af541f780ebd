package io.millrace.topology;

/**
 * The newest value of each key of a topic, all partitions of it, in the memory of every instance. Streams look into it with {@code
 * join}, {@code leftJoin}, {@code process} and {@code processValues}, by any key: nothing is moved for that.
 *
 * <p>The topology's records flow when it has everything that was in the topic at the start. Later changes come by themselves, within
 * milliseconds, but in no order with the records: whoever looks sees the table as it is at that moment.
 *
 * <p>Immutable view on the builder; not thread-safe.
 */
public final class GlobalKTable<K, V> {

    private final GraphBuilder graph;
    private final GlobalTable table;

    GlobalKTable(GraphBuilder graph, GlobalTable table) {
        this.graph = graph;
        this.table = table;
    }

    /** Returns the name by which a processor gets it, as a {@link io.millrace.state.ReadOnlyKeyValueStore}, from its context. */
    public String name() {
        return table.name();
    }

    GraphBuilder graph() {
        return graph;
    }

    GlobalTable table() {
        return table;
    }
}
