package io.millrace.internal.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.errors.UnusableRepartitionTopicException;
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

class WantedRepartitionTest {

    private static final String TOPIC = "app-cards-by-merchant-repartition";
    private static final TopicShape SHAPE = new TopicShape(4, (short) 3);

    private final WantedRepartition free = new WantedRepartition("cards", TOPIC, SHAPE, null);
    private final WantedRepartition demanded = new WantedRepartition("cards", TOPIC, SHAPE, "the topology says so");

    @Test
    void aNewOneLosesNothingByItself() {
        assertThat(free.toCreate().name()).isEqualTo(TOPIC);
        assertThat(free.toCreate().numPartitions()).isEqualTo(4);
        assertThat(free.toCreate().replicationFactor()).isEqualTo((short) 3);
        assertThat(free.toCreate().configs())
                .containsEntry("cleanup.policy", "delete")
                .containsEntry("retention.ms", "-1")
                .containsEntry("retention.bytes", "-1")
                .containsEntry("max.message.bytes", String.valueOf(ClientDefaults.LARGEST_CHANGE_BYTES));
    }

    @Test
    void oneThatIsAsANewOneFits() {
        assertThatCode(() -> demanded.match(topic(4), config("delete", "CreateTime")))
                .doesNotThrowAnyException();
    }

    @Test
    void anotherNumberOfPartitionsThanTheDemandedIsRefusedWithTheReason() {
        assertThatThrownBy(() -> demanded.match(topic(3), config("delete", "CreateTime")))
                .isInstanceOf(UnusableRepartitionTopicException.class)
                .hasMessageContaining("Topology 'cards' can't use topic '" + TOPIC + "'")
                .hasMessageContaining("it has 3 partitions, and needs 4 because the topology says so")
                .hasMessageContaining("delete the topic and the changelogs of the stores behind it");
    }

    @Test
    void anyNumberFitsWhereNothingDemandsOne() {
        assertThatCode(() -> free.match(topic(3), config("delete", "CreateTime")))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"compact", "compact,delete"})
    void oneThatIsCompactedIsRefused(String policy) {
        assertThatThrownBy(() -> free.match(topic(4), config(policy, "CreateTime")))
                .isInstanceOf(UnusableRepartitionTopicException.class)
                .hasMessageContaining("its 'cleanup.policy' is '" + policy + "'")
                .hasMessageEndingWith("Set it to 'delete'.");
    }

    @Test
    void oneThatStampsRecordsItselfIsRefused() {
        assertThatThrownBy(() -> free.match(topic(4), config("delete", "LogAppendTime")))
                .isInstanceOf(UnusableRepartitionTopicException.class)
                .hasMessageContaining("its 'message.timestamp.type' is 'LogAppendTime'");
    }

    @Test
    void oneThatKafkaDoesNotCreateIsToldWithItsReason() {
        assertThat(free.notCreated("no permission"))
                .hasMessageContaining("can't be created with 4 partitions and replication factor 3 (no permission)");
    }

    private static TopicDescription topic(int partitions) {
        Node node = new Node(0, "localhost", 1);
        return new TopicDescription(
                TOPIC,
                true,
                IntStream.range(0, partitions)
                        .mapToObj(number -> new TopicPartitionInfo(number, node, List.of(node), List.of(node)))
                        .toList());
    }

    private static Config config(String policy, String stamps) {
        return new Config(
                List.of(new ConfigEntry("cleanup.policy", policy), new ConfigEntry("message.timestamp.type", stamps)));
    }
}
