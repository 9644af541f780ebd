package io.millrace.topology;

import io.millrace.processor.SourcePartition;
import io.millrace.state.KeyValueStore;
import io.millrace.state.StoreDefinition;
import io.millrace.state.StoreType;
import io.millrace.state.Stores;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.common.serialization.Serdes;
import org.jspecify.annotations.Nullable;

/**
 * Keeps how far event time has come in each partition of a source. Added by the plan, where time is needed.
 *
 * @param policy the source's
 * @param times the watermark of each place, as of the last barrier
 */
public record TimeKeeperNode(
        String name, List<String> inputs, TimePolicy policy, StoreDefinition<KeyValueStore<TimePlace, Long>> times)
        implements Node {

    /**
     * A partition that was read; behind a shuffle, those of its records that came from one partition before it. Immutable.
     *
     * @param before the topic's id and the number of the partition before the shuffle; null if that is not known
     */
    public record TimePlace(
            SourcePartition partition, @Nullable Before before) {}

    /** A partition before a shuffle. */
    public record Before(UUID topicId, int partition) {}

    public TimeKeeperNode {
        inputs = List.copyOf(inputs);
    }

    /** Returns the one for the source node {@code source}, whose records it takes from {@code input}. */
    public static TimeKeeperNode behind(String source, String input, TimePolicy policy) {
        return new TimeKeeperNode(
                nameBehind(source),
                List.of(input),
                policy,
                Stores.keyValue(nameBehind(source), TimeSerdes.PLACES, Serdes.Long())
                        .withStoreType(StoreType.IN_MEMORY));
    }

    /** Returns the name of the node behind {@code source}, and of its store. */
    public static String nameBehind(String source) {
        return source + "-times";
    }

    @Override
    public List<StoreDefinition<?>> stores() {
        return List.of(times);
    }

    @Override
    public String operation() {
        return "keep time";
    }
}
