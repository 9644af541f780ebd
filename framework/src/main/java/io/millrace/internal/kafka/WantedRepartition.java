package io.millrace.internal.kafka;

import io.millrace.errors.UnusableRepartitionTopicException;
import java.util.Map;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.TopicConfig;
import org.jspecify.annotations.Nullable;

/**
 * A repartition topic as it has to be. Immutable.
 *
 * @param demand why it has to have so many partitions, as the end of a sentence; null if one that exists may have any number
 */
record WantedRepartition(
        String topology,
        String topic,
        TopicShape shape,
        @Nullable String demand) implements WantedTopic {

    private static final String NEW_TOPIC =
            " It may hold records that are not processed yet: to begin anew, stop the topology, delete"
                    + " the topic and the changelogs of the stores behind it, and reset the consumer group's offsets.";

    private static final Map<String, String> CONFIG = Map.of(
            TopicConfig.CLEANUP_POLICY_CONFIG,
            TopicConfig.CLEANUP_POLICY_DELETE,
            // What is processed is deleted by the topology itself; what is not must not go, however long that takes.
            TopicConfig.RETENTION_MS_CONFIG,
            "-1",
            TopicConfig.RETENTION_BYTES_CONFIG,
            "-1",
            // Kafka frees the space of whole segments only.
            TopicConfig.SEGMENT_BYTES_CONFIG,
            String.valueOf(50 * 1024 * 1024),
            TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
            String.valueOf(ClientDefaults.LARGEST_CHANGE_BYTES),
            TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG,
            "CreateTime");

    @Override
    public NewTopic toCreate() {
        return new NewTopic(topic, shape.partitions(), shape.replicationFactor()).configs(CONFIG);
    }

    @Override
    public UnusableRepartitionTopicException notCreated(String reason) {
        return unusable(
                "it does not exist, and can't be created with %d partitions and replication factor %d (%s)"
                        .formatted(shape.partitions(), shape.replicationFactor(), reason),
                "Create it, with 'cleanup.policy' set to 'delete' and 'retention.ms' to -1, or mend what Kafka complains of.");
    }

    /** @throws UnusableRepartitionTopicException if the topic that the cluster has does not fit */
    void match(TopicDescription actual, Config config) {
        int count = actual.partitions().size();
        if (demand != null && count != shape.partitions()) {
            throw unusable(
                    "it has %d partitions, and needs %d because %s".formatted(count, shape.partitions(), demand),
                    "Make the two numbers agree." + NEW_TOPIC);
        }
        String policy = value(config, TopicConfig.CLEANUP_POLICY_CONFIG);
        if (!policy.equals(TopicConfig.CLEANUP_POLICY_DELETE)) {
            throw unusable(
                    "its 'cleanup.policy' is '%s', with which Kafka deletes records of a key that another one follows, read or not"
                            .formatted(policy),
                    "Set it to 'delete'.");
        }
        String stamps = value(config, TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG);
        if (!stamps.equals("CreateTime")) {
            throw unusable(
                    "its 'message.timestamp.type' is '%s', so that records would lose their timestamps"
                            .formatted(stamps),
                    "Set it to 'CreateTime'.");
        }
    }

    private UnusableRepartitionTopicException unusable(String problem, String remedy) {
        return new UnusableRepartitionTopicException(topology, topic, problem, remedy);
    }

    private static String value(Config config, String name) {
        ConfigEntry entry = config.get(name);
        return entry == null ? "" : entry.value();
    }
}
