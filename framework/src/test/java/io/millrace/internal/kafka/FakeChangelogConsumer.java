package io.millrace.internal.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;

/** Reads what is committed of {@link FakeChangelogs}, a few records with each poll. */
final class FakeChangelogConsumer extends MockConsumer<byte[], byte[]> {

    int mostRecords = 2;
    private final FakeChangelogs changelogs;

    FakeChangelogConsumer(FakeChangelogs changelogs) {
        super("none");
        this.changelogs = changelogs;
    }

    @Override
    public synchronized ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
        refuseOutOfRange();
        Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> records = new HashMap<>();
        Map<TopicPartition, OffsetAndMetadata> next = new HashMap<>();
        for (TopicPartition partition : assignment()) {
            FakeChangelogs.Log log = changelogs.log(partition);
            long position = position(partition);
            List<ConsumerRecord<byte[], byte[]>> found = log.from(position, mostRecords);
            long end = found.size() < mostRecords
                    ? log.stableEnd
                    : found.get(found.size() - 1).offset() + 1;
            if (end > position) {
                records.put(partition, found);
                next.put(partition, new OffsetAndMetadata(end));
                seek(partition, end);
            }
        }
        return new ConsumerRecords<>(records, next);
    }

    private void refuseOutOfRange() {
        Map<TopicPartition, Long> outOfRange = new HashMap<>();
        for (TopicPartition partition : assignment()) {
            FakeChangelogs.Log log = changelogs.log(partition);
            if (position(partition) < log.start || position(partition) > log.end) {
                outOfRange.put(partition, position(partition));
            }
        }
        if (!outOfRange.isEmpty()) {
            throw new OffsetOutOfRangeException(outOfRange);
        }
    }
}
