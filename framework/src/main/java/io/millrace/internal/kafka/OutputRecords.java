package io.millrace.internal.kafka;

import io.millrace.internal.stage.Output;
import io.millrace.runtime.TimeSource;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** Makes Kafka's records of outputs. Immutable. */
record OutputRecords(TimeSource time) {

    /** Brokers refuse records that are stamped more than an hour ahead; this leaves room for clocks that differ. */
    private static final long LARGEST_LEAD_MILLIS = 30 * 60_000;

    /** Returns the record that {@code producer}, which knows the topic, is to send. */
    ProducerRecord<byte[], byte[]> of(Output output, Producer<byte[], byte[]> producer) {
        return new ProducerRecord<>(
                output.topic(),
                partition(output, producer),
                timestamp(output),
                output.key(),
                output.value(),
                output.headers());
    }

    private static @Nullable Integer partition(Output output, Producer<byte[], byte[]> producer) {
        @Nullable Integer placing = output.placing();
        return placing == null
                ? null
                : (Integer) (placing % producer.partitionsFor(output.topic()).size());
    }

    private long timestamp(Output output) {
        long now = time.currentTimeMillis();
        boolean usable = output.timestamp() >= 0 && output.timestamp() <= now + LARGEST_LEAD_MILLIS;
        return usable ? output.timestamp() : now;
    }
}
