package io.millrace.testkit.internal.memory;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.config.TopicConfig;

/** A topic and its logs. Confined to the test's thread. */
final class Topic {

    private static final Map<String, String> DEFAULTS = Map.of(
            TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE,
            TopicConfig.DELETE_RETENTION_MS_CONFIG, "86400000",
            TopicConfig.MAX_MESSAGE_BYTES_CONFIG, "1048588",
            TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "CreateTime",
            TopicConfig.MESSAGE_TIMESTAMP_AFTER_MAX_MS_CONFIG, "3600000",
            TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, "1",
            TopicConfig.RETENTION_MS_CONFIG, "604800000");

    private final String name;
    private final Uuid id;
    private final Map<String, String> configs = new TreeMap<>(DEFAULTS);
    private final List<PartitionLog> logs = new ArrayList<>();
    private final int maxMessageBytes;
    private final long largestLeadMillis;
    private final boolean stampedByLog;

    Topic(String name, Uuid id, int partitions, Map<String, String> configs) {
        this.name = name;
        this.id = id;
        this.configs.putAll(configs);
        this.maxMessageBytes = Integer.parseInt(this.configs.get(TopicConfig.MAX_MESSAGE_BYTES_CONFIG));
        this.largestLeadMillis = Long.parseLong(this.configs.get(TopicConfig.MESSAGE_TIMESTAMP_AFTER_MAX_MS_CONFIG));
        this.stampedByLog = "LogAppendTime".equals(this.configs.get(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG));
        growTo(partitions);
    }

    String name() {
        return name;
    }

    Uuid id() {
        return id;
    }

    Map<String, String> configs() {
        return configs;
    }

    List<PartitionLog> logs() {
        return logs;
    }

    int maxMessageBytes() {
        return maxMessageBytes;
    }

    /** Returns how far ahead of the cluster's clock a record may be stamped. */
    long largestLeadMillis() {
        return largestLeadMillis;
    }

    /** Returns whether records get the time at which they arrive. */
    boolean isStampedByLog() {
        return stampedByLog;
    }

    void growTo(int partitions) {
        while (logs.size() < partitions) {
            logs.add(new PartitionLog(new TopicPartition(name, logs.size())));
        }
    }
}
