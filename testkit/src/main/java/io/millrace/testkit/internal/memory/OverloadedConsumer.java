package io.millrace.testkit.internal.memory;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.clients.consumer.OffsetCommitCallback;
import org.apache.kafka.clients.consumer.SubscriptionPattern;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.metrics.KafkaMetric;
import org.jspecify.annotations.Nullable;

/** The methods of a consumer that are others with default arguments, and those that mean nothing in memory. */
abstract class OverloadedConsumer implements Consumer<byte[], byte[]> {

    private static final Duration DEFAULT_TIMEOUT = Duration.ofMinutes(1);

    abstract void subscribeTo(Collection<String> topics, @Nullable ConsumerRebalanceListener listener);

    abstract void subscribeTo(Pattern pattern, @Nullable ConsumerRebalanceListener listener);

    @Override
    public void subscribe(Collection<String> topics) {
        subscribeTo(topics, null);
    }

    @Override
    public void subscribe(Collection<String> topics, ConsumerRebalanceListener listener) {
        subscribeTo(topics, listener);
    }

    @Override
    public void subscribe(Pattern pattern) {
        subscribeTo(pattern, null);
    }

    @Override
    public void subscribe(Pattern pattern, ConsumerRebalanceListener listener) {
        subscribeTo(pattern, listener);
    }

    @Override
    public void subscribe(SubscriptionPattern pattern, ConsumerRebalanceListener listener) {
        throw unsupported("subscribe(SubscriptionPattern)");
    }

    @Override
    public void subscribe(SubscriptionPattern pattern) {
        throw unsupported("subscribe(SubscriptionPattern)");
    }

    @Override
    public void commitSync() {
        commitSync(DEFAULT_TIMEOUT);
    }

    @Override
    public void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets) {
        commitSync(offsets, DEFAULT_TIMEOUT);
    }

    @Override
    public void commitAsync() {
        commitAsync(null);
    }

    @Override
    public abstract void commitAsync(@Nullable OffsetCommitCallback callback);

    @Override
    public long position(TopicPartition partition) {
        return position(partition, DEFAULT_TIMEOUT);
    }

    @Override
    public Map<TopicPartition, OffsetAndMetadata> committed(Set<TopicPartition> partitions) {
        return committed(partitions, DEFAULT_TIMEOUT);
    }

    @Override
    public List<PartitionInfo> partitionsFor(String topic) {
        return partitionsFor(topic, DEFAULT_TIMEOUT);
    }

    @Override
    public Map<String, List<PartitionInfo>> listTopics() {
        return listTopics(DEFAULT_TIMEOUT);
    }

    @Override
    public Map<TopicPartition, OffsetAndTimestamp> offsetsForTimes(Map<TopicPartition, Long> times) {
        return offsetsForTimes(times, DEFAULT_TIMEOUT);
    }

    @Override
    public Map<TopicPartition, Long> beginningOffsets(Collection<TopicPartition> partitions) {
        return beginningOffsets(partitions, DEFAULT_TIMEOUT);
    }

    @Override
    public Map<TopicPartition, Long> endOffsets(Collection<TopicPartition> partitions) {
        return endOffsets(partitions, DEFAULT_TIMEOUT);
    }

    @Override
    public void enforceRebalance(String reason) {
        enforceRebalance();
    }

    @Override
    public void close() {
        close(CloseOptions.timeout(DEFAULT_TIMEOUT));
    }

    @Override
    @Deprecated
    public void close(Duration timeout) {
        close(CloseOptions.timeout(timeout));
    }

    @Override
    public Map<MetricName, ? extends Metric> metrics() {
        return Map.of();
    }

    @Override
    public Uuid clientInstanceId(Duration timeout) {
        throw unsupported("clientInstanceId");
    }

    @Override
    public void registerMetricForSubscription(KafkaMetric metric) {
        // There is nobody to send metrics to.
    }

    @Override
    public void unregisterMetricFromSubscription(KafkaMetric metric) {
        // There is nobody to send metrics to.
    }

    private static UnsupportedOperationException unsupported(String method) {
        return new UnsupportedOperationException(method + " is not supported in memory");
    }
}
