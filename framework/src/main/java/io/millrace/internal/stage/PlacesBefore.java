package io.millrace.internal.stage;

import io.millrace.processor.SourcePartition;
import io.millrace.topology.TimeKeeperNode.Before;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which partitions lie before each durable shuffle, as far as that is known when the run starts. Immutable.
 *
 * @param byTopic those before a topic of the topology's own; nothing where records do not tell which one they are of, or where it is read
 *     from topics that match a pattern
 */
public record PlacesBefore(Map<String, Map<Before, SourcePartition>> byTopic) {

    public static final PlacesBefore NONE = new PlacesBefore(Map.of());

    public PlacesBefore {
        byTopic = Map.copyOf(byTopic);
    }

    /** Returns those before {@code topic}; empty where they are not known. */
    Set<Before> of(String topic) {
        return byTopic.getOrDefault(topic, Map.of()).keySet();
    }

    /** Returns which one {@code before} is; null if that is not known. */
    @Nullable
    SourcePartition partition(String topic, Before before) {
        return byTopic.getOrDefault(topic, Map.of()).get(before);
    }
}
