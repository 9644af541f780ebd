package io.millrace.internal.kafka;

import io.millrace.internal.stage.CarriedTime;
import io.millrace.internal.stage.Output;
import io.millrace.runtime.TimeSource;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** Makes Kafka's records of outputs. Immutable. */
record OutputRecords(TimeSource time) {

    /** Returns one that goes to the partition of its key, or, without a key, to any. */
    ProducerRecord<byte[], byte[]> of(Output output) {
        return of(output, null);
    }

    /** Returns one that goes to {@code partition}; null leaves the choice to Kafka. */
    ProducerRecord<byte[], byte[]> of(Output output, @Nullable Integer partition) {
        return new ProducerRecord<>(
                output.topic(), partition, timestamp(output), output.key(), output.value(), output.headers());
    }

    /** Returns the largest timestamp that a record is to have. */
    long latest() {
        return CarriedTime.latestTaken(time.currentTimeMillis());
    }

    private long timestamp(Output output) {
        long now = time.currentTimeMillis();
        return CarriedTime.isTaken(output.timestamp(), now) ? output.timestamp() : now;
    }
}
