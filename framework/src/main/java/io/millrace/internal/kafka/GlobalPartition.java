package io.millrace.internal.kafka;

import io.millrace.errors.GlobalTableLostException;
import io.millrace.errors.UnreadableGlobalTableException;
import io.millrace.internal.kafka.RestoreQuestions.Range;
import io.millrace.internal.state.GlobalEntries;
import io.millrace.topology.GlobalTable;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One partition of a global table's topic on its way into the table: from its beginning on, without end.
 *
 * <p>Confined to the reader of the global tables, but for {@link #meter}.
 */
final class GlobalPartition implements ChangelogReader.Taker {

    private static final Logger LOG = LoggerFactory.getLogger(GlobalPartition.class);

    private final String topology;
    private final GlobalTable table;
    private final TopicPartition partition;
    private final Range range;
    private final GlobalEntries entries;
    private final RestoreMeter meter;
    private long position;
    private boolean dropsRecords;

    /** {@code range} is what there is to be read before the table is complete. */
    GlobalPartition(String topology, GlobalTable table, TopicPartition partition, Range range, GlobalEntries entries) {
        this.topology = topology;
        this.table = table;
        this.partition = partition;
        this.range = range;
        this.entries = entries;
        this.meter = new RestoreMeter(table.name());
        this.position = range.start();
        meter.begin(Math.max(0, range.end() - range.start()));
    }

    int number() {
        return partition.partition();
    }

    /** Returns how far it is. Callable by any thread. */
    RestoreMeter meter() {
        return meter;
    }

    /** Returns whether everything is in the table that was there when reading began. */
    boolean isLoaded() {
        return position >= range.end();
    }

    /** Throws if {@code now} is another topic of the same name: what was read of the first one counts no more. */
    void requireSame(Range now) {
        if (!now.topicId().equals(range.topicId())) {
            throw lost("was deleted and made again");
        }
    }

    @Override
    public void take(List<ConsumerRecord<byte[], byte[]>> records, long next) {
        long bytes = 0;
        for (ConsumerRecord<byte[], byte[]> record : records) {
            take(record);
            bytes += Math.max(0, record.serializedKeySize()) + Math.max(0, record.serializedValueSize());
        }
        meter.read(records.size(), bytes, next - position);
        position = next;
    }

    @Override
    public void outOfRange() {
        throw lost("does not hold offset %d of partition %d any more".formatted(position, partition.partition()));
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        @Nullable Object key = object(table.keyDeserializer(), record, record.key());
        if (key == null) {
            drop(record);
        } else {
            entries.put(key, object(table.valueDeserializer(), record, record.value()));
        }
    }

    private @Nullable Object object(
            Deserializer<?> deserializer, ConsumerRecord<byte[], byte[]> record, byte @Nullable [] bytes) {
        if (bytes == null) {
            return null;
        }
        Headers headers = record.headers();
        try {
            return deserializer.deserialize(record.topic(), headers, bytes);
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            throw new UnreadableGlobalTableException(
                    topology, table.name(), record.topic(), record.partition(), record.offset(), e);
        }
    }

    private void drop(ConsumerRecord<byte[], byte[]> record) {
        if (!dropsRecords) {
            dropsRecords = true;
            LOG.atWarn()
                    .addKeyValue("millrace.topology", topology)
                    .log(
                            "Topology '{}', global table '{}': dropped a record without a key, read from {} at offset {}. Further ones of this"
                                    + " partition are dropped unlogged.",
                            topology,
                            table.name(),
                            partition,
                            record.offset());
        }
    }

    private GlobalTableLostException lost(String what) {
        return new GlobalTableLostException(topology, table.name(), table.topic(), what);
    }
}
