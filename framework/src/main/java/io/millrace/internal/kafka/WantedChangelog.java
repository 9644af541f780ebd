package io.millrace.internal.kafka;

import io.millrace.errors.UnusableChangelogException;
import io.millrace.internal.plan.Division;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.TopicConfig;

/**
 * The changelog of one store as it has to be. Immutable.
 *
 * @param division of the state behind {@code inputs}
 * @param inputs of the store, which have equally many partitions where state is divided
 */
record WantedChangelog(String topology, String store, String topic, Division division, List<TopicDescription> inputs)
        implements WantedTopic {

    /** Local files of a store may be half as old; what was removed in the meantime has to be told by the changelog's tail. */
    private static final Duration KEPT_REMOVALS = Duration.ofDays(1);

    private static final Map<String, String> CONFIG = Map.of(
            TopicConfig.CLEANUP_POLICY_CONFIG,
            TopicConfig.CLEANUP_POLICY_COMPACT,
            TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
            String.valueOf(ClientDefaults.LARGEST_CHANGE_BYTES),
            TopicConfig.DELETE_RETENTION_MS_CONFIG,
            String.valueOf(KEPT_REMOVALS.toMillis()),
            // What is not compacted yet is read at every restore; these two bound it.
            TopicConfig.SEGMENT_BYTES_CONFIG,
            String.valueOf(64 * 1024 * 1024),
            TopicConfig.MIN_CLEANABLE_DIRTY_RATIO_CONFIG,
            "0.2");

    WantedChangelog {
        inputs = List.copyOf(inputs);
    }

    @Override
    public NewTopic toCreate() {
        return new NewTopic(topic, partitions(), replicationFactor()).configs(CONFIG);
    }

    /**
     * Returns the changelog that the cluster has, if it fits.
     *
     * @throws UnusableChangelogException if it does not
     */
    ChangelogTopic matched(TopicDescription actual, Config config) {
        if (actual.partitions().size() != partitions()) {
            throw ofOtherNumber(actual.partitions().size());
        }
        String policy = value(config, TopicConfig.CLEANUP_POLICY_CONFIG);
        if (!policy.equals(TopicConfig.CLEANUP_POLICY_COMPACT)) { // with 'delete' even markers of quiet shards get lost
            throw unusable(
                    "its 'cleanup.policy' is '%s', with which Kafka deletes state that has not changed for long"
                            .formatted(policy),
                    "Set it to 'compact'; entries with a time to live are removed all the same.");
        }
        String keptRemovals = value(config, TopicConfig.DELETE_RETENTION_MS_CONFIG);
        if (Long.parseLong(keptRemovals) < KEPT_REMOVALS.toMillis()) {
            throw unusable(
                    "its 'delete.retention.ms' is %s, so that an instance's files could miss what was removed"
                            .formatted(keptRemovals),
                    "Set it to %d or more.".formatted(KEPT_REMOVALS.toMillis()));
        }
        int maxMessageBytes = Integer.parseInt(value(config, TopicConfig.MAX_MESSAGE_BYTES_CONFIG));
        return new ChangelogTopic(store, topic, Math.min(maxMessageBytes, ClientDefaults.LARGEST_CHANGE_BYTES));
    }

    @Override
    public UnusableChangelogException notCreated(String reason) {
        return unusable(
                "it does not exist, and can't be created with %d partitions and replication factor %d (%s)"
                        .formatted(partitions(), replicationFactor(), reason),
                "Create it, with 'cleanup.policy' set to 'compact', or mend what Kafka complains of.");
    }

    private int partitions() {
        return division.shards(inputs.get(0).partitions().size());
    }

    private UnusableChangelogException ofOtherNumber(int actual) {
        return switch (division) {
            case BY_PARTITION ->
                unusable(
                        "it has %d partitions, and the store's input '%s' has %d"
                                .formatted(actual, inputs.get(0).name(), partitions()),
                        "Give both the same number, or, if 'shuffle' was 'local' before, set that again; or, to begin anew with"
                                + " empty state, delete it and reset the consumer group's offsets.");
            case UNDIVIDED ->
                unusable(
                        "it has %d partitions, as if its state had been divided by partition, but with 'shuffle' set to 'local' it"
                                        .formatted(actual)
                                + " is not, and so takes 1",
                        "Set 'shuffle' to 'durable' again; or, to begin anew with empty state, delete it and reset the consumer"
                                + " group's offsets.");
        };
    }

    private short replicationFactor() {
        return (short) inputs.stream()
                .mapToInt(input -> input.partitions().get(0).replicas().size())
                .max()
                .orElseThrow();
    }

    private UnusableChangelogException unusable(String problem, String remedy) {
        return new UnusableChangelogException(topology, store, topic, problem, remedy);
    }

    private static String value(Config config, String name) {
        ConfigEntry entry = config.get(name);
        return entry == null ? "" : entry.value();
    }
}
