package io.millrace.testkit.internal.memory;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.metrics.KafkaMetric;

/** The methods of a producer that mean nothing in memory. */
abstract class UnmeasuredProducer implements Producer<byte[], byte[]> {

    @Override
    public Map<MetricName, ? extends Metric> metrics() {
        return Map.of();
    }

    @Override
    public Uuid clientInstanceId(Duration timeout) {
        throw new UnsupportedOperationException("clientInstanceId is not supported in memory");
    }

    @Override
    public void registerMetricForSubscription(KafkaMetric metric) {
        // There is nobody to send metrics to.
    }

    @Override
    public void unregisterMetricFromSubscription(KafkaMetric metric) {
        // There is nobody to send metrics to.
    }
}
