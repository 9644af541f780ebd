package io.millrace.topology;

import java.util.Objects;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.jspecify.annotations.Nullable;

/**
 * How a stream is deduplicated: the name of the node and of its store, and how ids are stored. Immutable.
 *
 * <p>Without a name the store gets one made from its position in the topology, so that a change of the topology may part it from its
 * state.
 */
public final class Deduplicated<I> {

    final @Nullable String name;
    final Serde<I> idSerde;

    private Deduplicated(@Nullable String name, Serde<I> idSerde) {
        this.name = name;
        this.idSerde = Objects.requireNonNull(idSerde, "idSerde");
    }

    /** Names the node and the store, for ids that are strings; the name is not to be changed, since a topic's name holds it. */
    public static Deduplicated<String> as(String name) {
        return new Deduplicated<>(Objects.requireNonNull(name, "name"), Serdes.String());
    }

    public static <I> Deduplicated<I> with(Serde<I> idSerde) {
        return new Deduplicated<>(null, idSerde);
    }

    /** Names the node and the store; the name is not to be changed, since a topic's name holds it. */
    public Deduplicated<I> withName(String newName) {
        return new Deduplicated<>(Objects.requireNonNull(newName, "name"), idSerde);
    }
}
