package io.millrace.internal.exchange;

import java.util.List;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * An input record as it was read, so that it can be written elsewhere just so. Immutable, as long as nobody changes its arrays.
 *
 * @param headers as they were before user code saw them
 * @param timestampType Kafka's word for who set the timestamp
 */
public record InputRecord(byte @Nullable [] key, byte @Nullable [] value, List<Header> headers, String timestampType)
        implements Cause {

    /** Names nothing: contents of records do not belong into logs. */
    @Override
    public String toString() {
        return "InputRecord";
    }
}
