package io.millrace.internal.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.errors.UnusableChangelogException;
import io.millrace.internal.plan.Division;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WantedChangelogTest {

    private static final String TOPIC = "app-cards-profiles-changelog";

    private final WantedChangelog wanted =
            wanted(Division.BY_PARTITION, topic("limits", 4, 2), topic("payments", 4, 3));
    private final WantedChangelog undivided =
            wanted(Division.UNDIVIDED, topic("limits", 2, 2), topic("payments", 4, 3));

    @Test
    void aNewOneIsSplitAsItsInputsAndAsSafeAsTheSaferOfThem() {
        assertThat(wanted.toCreate().name()).isEqualTo(TOPIC);
        assertThat(wanted.toCreate().numPartitions()).isEqualTo(4);
        assertThat(wanted.toCreate().replicationFactor()).isEqualTo((short) 3);
    }

    @Test
    void aNewOneOfStateThatIsNotDividedHasOnePartition() {
        assertThat(undivided.toCreate().numPartitions()).isEqualTo(1);
        assertThat(undivided.toCreate().replicationFactor()).isEqualTo((short) 3);
        assertThat(undivided.matched(topic(TOPIC, 1, 1), config("compact", 1_000)))
                .isEqualTo(new ChangelogTopic("profiles", TOPIC, 1_000));
    }

    @Test
    void stateThatWasDividedBeforeIsRefusedWhereItIsNotAnyMore() {
        assertThatThrownBy(() -> undivided.matched(topic(TOPIC, 4, 1), config("compact", 1_000)))
                .isInstanceOf(UnusableChangelogException.class)
                .hasMessage("Topology 'cards' can't use topic '" + TOPIC
                        + "' as the changelog of store 'profiles': it has 4"
                        + " partitions, as if its state had been divided by partition, but with 'shuffle' set to 'local' it is"
                        + " not, and so takes 1. Set 'shuffle' to 'durable' again; or, to begin anew with empty state, delete"
                        + " it and reset the consumer group's offsets.");
    }

    @Test
    void stateThatWasNotDividedBeforeIsRefusedWhereItIs() {
        assertThatThrownBy(() -> wanted.matched(topic(TOPIC, 1, 1), config("compact", 1_000)))
                .isInstanceOf(UnusableChangelogException.class)
                .hasMessageContaining("it has 1 partitions, and the store's input 'limits' has 4")
                .hasMessageContaining("if 'shuffle' was 'local' before, set that again");
    }

    @Test
    void aNewOneIsCompactedAndTakesTheLargestEntry() {
        assertThat(wanted.toCreate().configs())
                .containsEntry("cleanup.policy", "compact")
                .containsEntry("max.message.bytes", String.valueOf(ClientDefaults.LARGEST_CHANGE_BYTES));
    }

    @Test
    void oneThatIsCompactedFits() {
        assertThat(wanted.matched(topic(TOPIC, 4, 1), config("compact", 1_000)))
                .isEqualTo(new ChangelogTopic("profiles", TOPIC, 1_000));
    }

    @Test
    void nothingLargerIsSentThanTheProducerTakes() {
        assertThat(wanted.matched(topic(TOPIC, 4, 1), config("compact", Integer.MAX_VALUE))
                        .maxRecordBytes())
                .isEqualTo(ClientDefaults.LARGEST_CHANGE_BYTES);
    }

    @Test
    void oneWithAnotherNumberOfPartitionsIsRefusedWithBothNumbers() {
        assertThatThrownBy(() -> wanted.matched(topic(TOPIC, 3, 1), config("compact", 1_000)))
                .isInstanceOf(UnusableChangelogException.class)
                .hasMessageContaining("'" + TOPIC + "' as the changelog of store 'profiles'")
                .hasMessageContaining("it has 3 partitions, and the store's input 'limits' has 4");
    }

    @ParameterizedTest
    @ValueSource(strings = {"delete", "compact,delete"})
    void oneThatKafkaDeletesFromIsRefused(String policy) {
        assertThatThrownBy(() -> wanted.matched(topic(TOPIC, 4, 1), config(policy, 1_000)))
                .isInstanceOf(UnusableChangelogException.class)
                .hasMessageContaining("'cleanup.policy' is '" + policy + "'")
                .hasMessageContaining("Set it to 'compact'");
    }

    private static WantedChangelog wanted(Division division, TopicDescription... inputs) {
        return new WantedChangelog("cards", "profiles", TOPIC, division, List.of(inputs));
    }

    private static TopicDescription topic(String name, int partitions, int replicas) {
        Node node = new Node(0, "localhost", 1);
        List<Node> nodes =
                IntStream.range(0, replicas).mapToObj(replica -> node).toList();
        return new TopicDescription(
                name,
                false,
                IntStream.range(0, partitions)
                        .mapToObj(partition -> new TopicPartitionInfo(partition, node, nodes, nodes))
                        .toList());
    }

    @Test
    void oneThatForgetsRemovalsTooSoonIsRefused() {
        Config config = config("compact", 1_000, 3_600_000);

        assertThatThrownBy(() -> wanted.matched(topic(TOPIC, 4, 1), config))
                .isInstanceOf(UnusableChangelogException.class)
                .hasMessageContaining("'delete.retention.ms' is 3600000")
                .hasMessageContaining("86400000");
    }

    private static Config config(String cleanupPolicy, int maxMessageBytes) {
        return config(cleanupPolicy, maxMessageBytes, 86_400_000);
    }

    private static Config config(String cleanupPolicy, int maxMessageBytes, long deleteRetentionMs) {
        return new Config(List.of(
                new ConfigEntry("cleanup.policy", cleanupPolicy),
                new ConfigEntry("delete.retention.ms", String.valueOf(deleteRetentionMs)),
                new ConfigEntry("max.message.bytes", String.valueOf(maxMessageBytes))));
    }
}
