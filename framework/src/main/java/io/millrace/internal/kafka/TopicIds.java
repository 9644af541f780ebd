package io.millrace.internal.kafka;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/**
 * Kafka's ids of the topics that a run names: a topic that is deleted and made again gets another one. Immutable.
 *
 * @param byTopic the ids by the topics' names
 */
record TopicIds(Map<String, UUID> byTopic) {

    static final TopicIds UNKNOWN = new TopicIds(Map.of());

    TopicIds {
        byTopic = Map.copyOf(byTopic);
    }

    static TopicIds of(Collection<TopicDescription> topics) {
        Map<String, UUID> ids = new HashMap<>();
        topics.forEach(topic -> ids.put(topic.name(), uuid(topic.topicId())));
        return new TopicIds(ids);
    }

    /** Returns null for a topic that is not named, as those that match a pattern. */
    @Nullable
    UUID of(String topic) {
        return byTopic.get(topic);
    }

    static UUID uuid(Uuid id) {
        return new UUID(id.getMostSignificantBits(), id.getLeastSignificantBits());
    }
}
