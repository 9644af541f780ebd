package io.millrace.internal.kafka;

import io.millrace.runtime.ClientConfig;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.producer.ProducerConfig;

/**
 * How Millrace sets up Kafka's clients. The values are measured ones ({@code docs/benchmarks.md}): real-time sends at once
 * and does not compress, micro-batch collects for 5 ms and compresses, and so does real-time where it is far behind.
 */
final class ClientDefaults {

    static final int MAX_POLL_RECORDS = 500;

    /** The largest entry of a store that a checkpoint can hold, with its key. */
    static final int LARGEST_CHANGE_BYTES = 8 * 1024 * 1024;

    private static final int BATCH_SIZE = 64 * 1024;
    private static final long A_YEAR_MILLIS = 365L * 24 * 60 * 60 * 1_000L;

    private static final Map<String, Object> COLLECTING =
            Map.of(ProducerConfig.LINGER_MS_CONFIG, 5, ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");

    private ClientDefaults() {}

    /** Returns the consumer's settings; {@code name} is the consumer group. */
    static ClientConfig consumer(String name) {
        return new ClientConfig(
                Map.of(
                        ConsumerConfig.CLIENT_ID_CONFIG,
                        name,
                        ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
                        CooperativeStickyAssignor.class.getName(),
                        // A member that died is missed after this time; its partitions stand still until then.
                        ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG,
                        10_000,
                        // Members hear of a rebalance by heartbeat; what moves stands still until all have heard of
                        // both rounds.
                        ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG,
                        500,
                        ConsumerConfig.FETCH_MAX_BYTES_CONFIG,
                        8 * 1024 * 1024,
                        ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                        MAX_POLL_RECORDS,
                        // New partitions and new topics are found within this time.
                        ConsumerConfig.METADATA_MAX_AGE_CONFIG,
                        30_000),
                Map.of(
                        ConsumerConfig.GROUP_ID_CONFIG,
                        name,
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false,
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                        "none",
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                        "read_committed",
                        ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                        false));
    }

    /** Returns the settings of a consumer that reads changelogs, as fast as it can. */
    static ClientConfig restoreConsumer(String name) {
        return new ClientConfig(
                Map.of(
                        ConsumerConfig.CLIENT_ID_CONFIG,
                        name,
                        ConsumerConfig.FETCH_MAX_BYTES_CONFIG,
                        16 * 1024 * 1024,
                        ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG,
                        4 * 1024 * 1024,
                        ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                        5_000),
                Map.of(
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false,
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                        "none",
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                        "read_committed",
                        ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                        false));
    }

    /** Returns the settings of the consumer that reads dead letters to send them back; {@code group} notes which were. */
    static ClientConfig deadLetterConsumer(String group) {
        return new ClientConfig(
                Map.of(
                        ConsumerConfig.CLIENT_ID_CONFIG,
                        group,
                        ConsumerConfig.FETCH_MAX_BYTES_CONFIG,
                        LARGEST_CHANGE_BYTES,
                        ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                        MAX_POLL_RECORDS),
                Map.of(
                        ConsumerConfig.GROUP_ID_CONFIG,
                        group,
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false,
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                        "none",
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                        "read_committed",
                        ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                        false));
    }

    /**
     * Returns the settings of the consumer of a topology with keyed state; {@code name} is the consumer group.
     *
     * <p>With {@code group.protocol=consumer} the broker assigns the partitions. Its assignor {@code range} keeps those of one
     * number together while all members read the same topics, its default does not.
     */
    static ClientConfig statefulConsumer(String name, AssignorSetup assignor) {
        ClientConfig stateless = consumer(name);
        Map<String, Object> required = new HashMap<>(stateless.required());
        required.put(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, List.of(ShardAssignor.class));
        required.put(AssignorSetup.SETTING, assignor);
        if (assignor.joinsTopics()) {
            required.put(ConsumerConfig.GROUP_REMOTE_ASSIGNOR_CONFIG, "range");
        }
        return new ClientConfig(stateless.defaults(), required);
    }

    /** Returns the settings of the producer that sends each output at once. */
    static ClientConfig liveProducer(String name) {
        return producer(name, Map.of(ProducerConfig.LINGER_MS_CONFIG, 0));
    }

    /** Returns the settings of the producer of outputs that come in bulk: in micro-batch, and where real-time is far behind. */
    static ClientConfig bulkProducer(String name) {
        return producer(name + "-bulk", COLLECTING);
    }

    private static ClientConfig producer(String name, Map<String, Object> pace) {
        Map<String, Object> defaults = new HashMap<>(Map.of(
                ProducerConfig.CLIENT_ID_CONFIG,
                name,
                ProducerConfig.BATCH_SIZE_CONFIG,
                BATCH_SIZE,
                // A topic that was forgotten would block the first send after a quiet time.
                ProducerConfig.METADATA_MAX_IDLE_CONFIG,
                A_YEAR_MILLIS,
                ProducerConfig.MAX_BLOCK_MS_CONFIG,
                10_000));
        defaults.putAll(pace);
        return new ClientConfig(
                defaults,
                Map.of(
                        ProducerConfig.ACKS_CONFIG,
                        "all",
                        ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                        true,
                        // The outputs of a key keep their order, and those of a shuffle come to its state.
                        ProducerConfig.PARTITIONER_IGNORE_KEYS_CONFIG,
                        false));
    }

    /**
     * Returns the settings of the producer that commits state. All are required: what a failed commit means depends on them,
     * and settings that the service made for its outputs don't fit.
     */
    static ClientConfig committer(String name, String transactionalId) {
        return new ClientConfig(
                Map.of(ProducerConfig.CLIENT_ID_CONFIG, name + "-committer"),
                Map.ofEntries(
                        Map.entry(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionalId),
                        Map.entry(ProducerConfig.ACKS_CONFIG, "all"),
                        Map.entry(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true),
                        Map.entry(ProducerConfig.PARTITIONER_IGNORE_KEYS_CONFIG, false),
                        Map.entry(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 5),
                        // One transaction right behind another meets the end of the first and has to ask again.
                        Map.entry(ProducerConfig.RETRY_BACKOFF_MS_CONFIG, 10),
                        // All records of a commit come at once and are flushed behind the last: nobody waits for this.
                        Map.entry(ProducerConfig.LINGER_MS_CONFIG, 5),
                        Map.entry(ProducerConfig.BATCH_SIZE_CONFIG, BATCH_SIZE),
                        // As much as a slow connection takes within the delivery timeout; the committer waits for the
                        // rest.
                        Map.entry(ProducerConfig.BUFFER_MEMORY_CONFIG, 2L * LARGEST_CHANGE_BYTES),
                        Map.entry(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, LARGEST_CHANGE_BYTES),
                        Map.entry(ProducerConfig.METADATA_MAX_IDLE_CONFIG, A_YEAR_MILLIS),
                        Map.entry(ProducerConfig.MAX_BLOCK_MS_CONFIG, 15_000),
                        Map.entry(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 10_000),
                        Map.entry(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 15_000),
                        Map.entry(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, 30_000)));
    }

    static ClientConfig admin(String name) {
        return new ClientConfig(Map.of(AdminClientConfig.CLIENT_ID_CONFIG, name), Map.of());
    }
}
