package io.millrace.internal.kafka;

import io.millrace.internal.exchange.InputRecord;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Which input records travel with what is made of them, as they were read. */
enum KeptInputs {
    /** None: nobody will ask for one, and it costs nothing. */
    NONE {
        @Override
        @Nullable
        InputRecord of(ConsumerRecord<byte[], byte[]> record) {
            return null;
        }
    },

    /** All of them: any may become a dead letter. */
    ALL {
        @Override
        InputRecord of(ConsumerRecord<byte[], byte[]> record) {
            return new InputRecord(
                    record.key(),
                    record.value(),
                    List.of(record.headers().toArray()),
                    record.timestampType().toString());
        }
    };

    /** Returns what is kept of {@code record}, whose headers nobody has changed yet. */
    abstract @Nullable InputRecord of(ConsumerRecord<byte[], byte[]> record);
}
