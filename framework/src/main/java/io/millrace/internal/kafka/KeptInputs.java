package io.millrace.internal.kafka;

import io.millrace.internal.exchange.Cause;
import io.millrace.internal.exchange.InputRecord;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Which input records travel with what is made of them, as they were read. */
enum KeptInputs {
    /** None: nobody will ask for one, and it costs nothing. */
    NONE {
        @Override
        Cause of(ConsumerRecord<byte[], byte[]> record) {
            return Cause.UNKEPT_INPUT;
        }
    },

    /** All of them: any may become a dead letter. */
    ALL {
        @Override
        Cause of(ConsumerRecord<byte[], byte[]> record) {
            return new InputRecord(
                    record.key(),
                    record.value(),
                    List.of(record.headers().toArray()),
                    record.timestampType().toString());
        }
    };

    /** Returns what is kept of {@code record}, whose headers nobody has changed yet. */
    abstract Cause of(ConsumerRecord<byte[], byte[]> record);
}
