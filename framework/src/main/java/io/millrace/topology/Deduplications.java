package io.millrace.topology;

import io.millrace.internal.operator.Deduplication;
import io.millrace.internal.operator.DeduplicationStores;
import io.millrace.processor.KeyValueMapper;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.common.serialization.Serde;
import org.jspecify.annotations.Nullable;

/** Adds the nodes that drop duplicates. */
final class Deduplications {

    private Deduplications() {}

    /** Adds one behind {@code point} and returns its name. */
    static <K extends @Nullable Object, V extends @Nullable Object, I> String add(
            StreamPoint<K, V> point,
            KeyValueMapper<? super K, ? super V, ? extends @Nullable I> id,
            Duration within,
            Deduplicated<I> deduplicated) {
        GraphBuilder graph = point.graph();
        point.requireSourceKey("deduplicate(...)");
        if (within.isNegative()) {
            graph.problem("deduplicate(...) is to look for duplicates within %s: give 0 or more.".formatted(within));
        }
        return graph.add(deduplicated.name, "deduplicate", name -> {
            Serde<?> keySerde = graph.keySerde(point.keySerde(), name, "Consumed.with or Repartitioned.with");
            DeduplicationStores<I> stores = DeduplicationStores.of(
                    deduplicated.name == null ? name + "-store" : name,
                    within.isNegative() ? Duration.ZERO : within,
                    keySerde,
                    deduplicated.idSerde);
            return new Node.Operator(
                    name,
                    "deduplicate",
                    List.of(point.node()),
                    Deduplication.supplier(id, stores),
                    graph.stores().declare(stores.definitions(), point.keySerde(), name),
                    false);
        });
    }
}
