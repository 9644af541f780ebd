package io.millrace.internal.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.internal.plan.Division;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientDefaultsTest {

    private static final Map<String, Object> NOWHERE = Map.of("bootstrap.servers", "localhost:1");

    @Test
    void realTimeSendsAtOnceAndDoesNotCompress() {
        assertThat(ClientDefaults.liveProducer("app").defaults())
                .containsEntry(ProducerConfig.LINGER_MS_CONFIG, 0)
                .doesNotContainKey(ProducerConfig.COMPRESSION_TYPE_CONFIG);
    }

    @Test
    void microBatchCollectsAndCompresses() {
        assertThat(ClientDefaults.bulkProducer("app").defaults())
                .containsEntry(ProducerConfig.LINGER_MS_CONFIG, 5)
                .containsEntry(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
    }

    @Test
    void theServiceMayTuneTheProducer() {
        assertThat(ClientDefaults.bulkProducer("app").around(Map.of(ProducerConfig.LINGER_MS_CONFIG, 20)))
                .containsEntry(ProducerConfig.LINGER_MS_CONFIG, 20);
    }

    @Test
    void theServiceMayNotLoseOutputs() {
        assertThat(ClientDefaults.bulkProducer("app")
                        .around(Map.of(
                                ProducerConfig.ACKS_CONFIG, "1", ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, false)))
                .containsEntry(ProducerConfig.ACKS_CONFIG, "all")
                .containsEntry(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    }

    @Test
    void theServiceMayNotTearTheRecordsOfAKeyApart() {
        Map<String, Object> settings = Map.of(ProducerConfig.PARTITIONER_IGNORE_KEYS_CONFIG, true);

        assertThat(List.of(
                        ClientDefaults.liveProducer("app"),
                        ClientDefaults.bulkProducer("app"),
                        ClientDefaults.committer("app", "app-1")))
                .allSatisfy(producer -> assertThat(producer.around(settings))
                        .containsEntry(ProducerConfig.PARTITIONER_IGNORE_KEYS_CONFIG, false));
    }

    @Test
    void theServiceMayNotCommitBehindOurBack() {
        assertThat(ClientDefaults.consumer("app").around(Map.of(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, true)))
                .containsEntry(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    }

    @Test
    void theGroupIsOurs() {
        assertThat(ClientDefaults.consumer("app-cards").around(Map.of(ConsumerConfig.GROUP_ID_CONFIG, "other")))
                .containsEntry(ConsumerConfig.GROUP_ID_CONFIG, "app-cards");
    }

    @Test
    void membersHearOfARebalanceWithinHalfASecond() {
        assertThat(ClientDefaults.consumer("app").around(NOWHERE))
                .containsEntry(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, 500);
    }

    @Test
    void theServiceMayTuneTheHeartbeat() {
        assertThat(ClientDefaults.consumer("app").around(Map.of(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, 2_000)))
                .containsEntry(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, 2_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void kafkaTakesTheConsumersSettings(String protocol) {
        Map<String, Object> settings =
                Map.of("bootstrap.servers", "localhost:1", ConsumerConfig.GROUP_PROTOCOL_CONFIG, protocol);

        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                ClientDefaults.consumer("app").around(settings),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            assertThat(consumer.subscription()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"classic, true", "consumer, false"})
    void kafkaTakesTheSettingsOfAConsumerWithState(String protocol, boolean assignorOfOurs) {
        AssignorSetup setup = new AssignorSetup(
                "cards", Division.BY_PARTITION, Set.of("cards+payments"), 0, StandbyShards.NONE, Instances.NONE);
        Map<String, Object> settings =
                Map.of("bootstrap.servers", "localhost:1", ConsumerConfig.GROUP_PROTOCOL_CONFIG, protocol);

        new KafkaConsumer<>(
                        ClientDefaults.statefulConsumer("app", setup).around(settings),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer())
                .close();

        assertThat(setup.isTaken()).isEqualTo(assignorOfOurs);
    }

    @Test
    void theServiceMayNotTearShardsApart() {
        AssignorSetup setup = new AssignorSetup(
                "cards", Division.BY_PARTITION, Set.of("cards"), 0, StandbyShards.NONE, Instances.NONE);

        assertThat(ClientDefaults.statefulConsumer("app", setup)
                        .around(Map.of(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, "some.other.Assignor")))
                .containsEntry(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, List.of(ShardAssignor.class));
    }

    @ParameterizedTest
    @CsvSource({"cards+payments, range", "cards, uniform"})
    void theBrokerKeepsTopicsTogetherThatShareState(String group, String assignor) {
        AssignorSetup setup =
                new AssignorSetup("cards", Division.BY_PARTITION, Set.of(group), 0, StandbyShards.NONE, Instances.NONE);
        Map<String, Object> settings = Map.of(
                ConsumerConfig.GROUP_PROTOCOL_CONFIG,
                "consumer",
                ConsumerConfig.GROUP_REMOTE_ASSIGNOR_CONFIG,
                "uniform");

        assertThat(ClientDefaults.statefulConsumer("app", setup).around(settings))
                .containsEntry(ConsumerConfig.GROUP_REMOTE_ASSIGNOR_CONFIG, assignor);
    }

    @Test
    void kafkaTakesTheProducersSettings() {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                ClientDefaults.bulkProducer("app").around(NOWHERE),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            assertThat(producer.metrics()).isNotEmpty();
        }
    }

    @Test
    void kafkaTakesTheCommittersSettingsWhateverTheServiceSetsForItsOutputs() {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                "localhost:1",
                ProducerConfig.TRANSACTIONAL_ID_CONFIG,
                "of-the-service",
                ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                60_000,
                ProducerConfig.LINGER_MS_CONFIG,
                20_000,
                ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                1_000);

        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                ClientDefaults.committer("app", "app-1").around(settings),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            assertThat(producer)
                    .extracting("transactionManager.transactionalId")
                    .isEqualTo("app-1");
        }
    }
}
