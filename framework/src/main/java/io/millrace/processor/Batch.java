package io.millrace.processor;

import java.util.List;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * The records of one source partition that one epoch brought to a {@link BatchAction}. Immutable, but for the headers' own type.
 *
 * @param partition the input partition that all of them come from
 * @param epoch the batch's number, which grows by one from each batch of the partition to the next. After a crash, and with another
 *     instance, the same number comes with the same input records again, and never with others
 * @param records in their order, at least one: of a batch whose records were all filtered out before, nobody is told
 */
public record Batch<K extends @Nullable Object, V extends @Nullable Object>(
        SourcePartition partition, long epoch, List<Item<K, V>> records) {

    public Batch {
        records = List.copyOf(records);
    }

    /**
     * One record of a batch.
     *
     * @param timestamp milliseconds since the epoch
     * @param offset of the input record that it was made of
     */
    public record Item<K extends @Nullable Object, V extends @Nullable Object>(
            K key, V value, long timestamp, Headers headers, long offset) {

        /** Names the offset only: contents of records do not belong into logs. */
        @Override
        public String toString() {
            return "Item[offset=" + offset + "]";
        }
    }

    /** Names partition, number and size only. */
    @Override
    public String toString() {
        return "Batch[%s, epoch %d, %d records]".formatted(partition, epoch, records.size());
    }
}
