package io.millrace.topology;

import io.millrace.state.Materialized;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.kafka.common.serialization.Serde;
import org.jspecify.annotations.Nullable;

/**
 * Where a topology is defined: begin with {@link #named}, open streams, say where they go, and {@link #build}.
 *
 * <pre>{@code
 * TopologyBuilder builder = TopologyBuilder.named("large-payments");
 * builder.stream("payments", Consumed.with(Serdes.String(), paymentSerde))
 *         .filter((card, payment) -> payment.amount() > 10_000)
 *         .to("large-payments");
 * Topology topology = builder.build();
 * }</pre>
 *
 * <p>The names are Kafka Streams' wherever the meaning is the same. Mistakes are collected and told by {@link #build}, all
 * at once. Not thread-safe.
 */
public final class TopologyBuilder {

    private final GraphBuilder graph;

    private TopologyBuilder(String name) {
        graph = new GraphBuilder(name);
    }

    /** Begins a topology; {@code name} is unique in the service and stays, since the consumer group's name holds it. */
    public static TopologyBuilder named(String name) {
        return new TopologyBuilder(name);
    }

    /** Sets the serdes of all sources and sinks defined after this call that name none themselves. */
    public TopologyBuilder defaultSerdes(Serde<?> keySerde, Serde<?> valueSerde) {
        graph.defaultSerdes(keySerde, valueSerde);
        return this;
    }

    /** Reads one topic with the default serdes. */
    public <K extends @Nullable Object, V extends @Nullable Object> KStream<K, V> stream(String topic) {
        return stream(topic, Consumed.defaults());
    }

    /** Reads one topic. */
    public <K extends @Nullable Object, V extends @Nullable Object> KStream<K, V> stream(
            String topic, Consumed<K, V> consumed) {
        return stream(List.of(topic), consumed);
    }

    /** Reads several topics as one stream. */
    public <K extends @Nullable Object, V extends @Nullable Object> KStream<K, V> stream(
            Collection<String> topics, Consumed<K, V> consumed) {
        if (topics.isEmpty()) {
            graph.problem("A stream of no topics: name at least one.");
        }
        return new KStream<>(source(List.copyOf(topics), Optional.empty(), consumed));
    }

    /** Reads all topics whose whole name matches {@code topics}; those created later join while the topology runs. */
    public <K extends @Nullable Object, V extends @Nullable Object> KStream<K, V> stream(
            Pattern topics, Consumed<K, V> consumed) {
        return new KStream<>(source(List.of(), Optional.of(topics), consumed));
    }

    /**
     * Reads one topic as a table: the newest value of each key, kept in a store. A null value removes the key's entry; records
     * without a key are dropped, and the first one is logged.
     *
     * <p>Its store's name is made from its position in the topology; better name it, see {@link #table(String, Consumed,
     * Materialized)}.
     */
    public <K, V> KTable<K, V> table(String topic, Consumed<K, V> consumed) {
        return stored(topic, consumed, null);
    }

    public <K, V> KTable<K, V> table(String topic, Consumed<K, V> consumed, Materialized<K, V> materialized) {
        return stored(topic, consumed, materialized);
    }

    /**
     * Reads all of {@code topic} into a table that every instance has as a whole: all partitions, the newest value of each key, in
     * memory. A null value removes the key's entry; records without a key are dropped, and the first one is logged.
     *
     * <p>It is loaded when the topology starts, before any record flows, and kept up to date from then on. Only what is committed is
     * read. It needs no consumer group, no changelog and no slot; a thread of its own reads it. The topic should be compacted.
     *
     * <p>Of {@code consumed} the serdes count, which that thread uses beside the workers, and the name, which is the topic's if it
     * is left out. The topology may not read the topic as a stream, too.
     */
    public <K, V> GlobalKTable<K, V> globalTable(String topic, Consumed<K, V> consumed) {
        return graph.globalTables().declare(topic, consumed);
    }

    /**
     * Returns the topology.
     *
     * @throws io.millrace.errors.InvalidTopologyException if anything is wrong with it; the message lists all of it
     */
    public Topology build() {
        return graph.build();
    }

    private <K, V> KTable<K, V> stored(
            String topic, Consumed<K, V> consumed, @Nullable Materialized<K, V> materialized) {
        StreamPoint<K, V> source = source(List.of(topic), Optional.empty(), consumed);
        return KTable.kept(
                source, new TableStore<>(materialized, orMissing(source.keySerde()), orMissing(source.valueSerde())));
    }

    /** A serde that is missing is told once, for the source. */
    @SuppressWarnings("unchecked") // the topology will not be built
    private static <T> Serde<T> orMissing(@Nullable Serde<T> serde) {
        return serde == null ? (Serde<T>) new MissingSerde() : serde;
    }

    /** The stream keeps the serdes that its source has now, so that later defaults don't change how it is written. */
    @SuppressWarnings("unchecked") // a default serde is the user's word that it fits
    private <K extends @Nullable Object, V extends @Nullable Object> StreamPoint<K, V> source(
            List<String> topics, Optional<Pattern> pattern, Consumed<K, V> consumed) {
        @Nullable
        Serde<K> keySerde = consumed.keySerde != null ? consumed.keySerde : (Serde<K>) graph.defaultKeySerde();
        @Nullable
        Serde<V> valueSerde = consumed.valueSerde != null ? consumed.valueSerde : (Serde<V>) graph.defaultValueSerde();
        String given = consumed.name == null && topics.size() == 1 ? topics.get(0) : consumed.name;
        String name = graph.add(
                given,
                "source",
                nodeName -> new Node.Source(
                        nodeName,
                        topics,
                        pattern,
                        graph.keySerde(keySerde, nodeName, "Consumed.with").deserializer(),
                        graph.valueSerde(valueSerde, nodeName, "Consumed.with").deserializer(),
                        consumed.start,
                        consumed.time));
        graph.reserve(TimestampsNode.nameBehind(name));
        graph.reserve(TimeKeeperNode.nameBehind(name));
        String last = consumed.dropsReplays ? replayFilter(name, pattern) : name;
        return new StreamPoint<>(graph, last, keySerde, valueSerde, null);
    }

    private String replayFilter(String source, Optional<Pattern> pattern) {
        if (pattern.isPresent()) {
            graph.problem(
                    "dropReplays() of a stream that reads the pattern '%s': name its topics, since what was seen is kept by their partitions."
                            .formatted(pattern.get().pattern()));
            return source;
        }
        return graph.add(Node.ReplayFilter.nameBehind(source), "replays", node -> {
            Node.ReplayFilter filter = Node.ReplayFilter.behind(source, node);
            graph.stores().declare(filter.stores(), null, node);
            return filter;
        });
    }
}
