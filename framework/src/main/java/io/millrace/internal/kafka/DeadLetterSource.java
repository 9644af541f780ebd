package io.millrace.internal.kafka;

import io.millrace.errors.BrokerUnavailableException;
import io.millrace.runtime.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads a dead-letter topic to where it ends when reading begins, and knows which of its letters were sent back.
 *
 * <p>Confined to the replay.
 */
final class DeadLetterSource {

    private static final Duration POLL = Duration.ofMillis(200);

    private final String topology;
    private final Consumer<byte[], byte[]> consumer;
    private final TimeSource time;
    private final Duration timeout;
    private final Map<TopicPartition, SentLetters> sent = new HashMap<>();
    private final Map<TopicPartition, Long> readTo = new HashMap<>();
    private final Map<TopicPartition, Long> ends;

    /** Finds out where to begin and to end. {@code timeout} is how long it waits for records that have to be there. */
    DeadLetterSource(
            String topology,
            Consumer<byte[], byte[]> consumer,
            Set<TopicPartition> partitions,
            TimeSource time,
            Duration timeout) {
        this.topology = topology;
        this.consumer = consumer;
        this.time = time;
        this.timeout = timeout;
        this.ends = consumer.endOffsets(partitions);
        Map<TopicPartition, Long> starts = consumer.beginningOffsets(partitions);
        Map<TopicPartition, OffsetAndMetadata> committed = consumer.committed(partitions);
        consumer.assign(partitions);
        starts.forEach((partition, start) -> {
            SentLetters before = SentLetters.of(committed.get(partition), start);
            sent.put(partition, before);
            readTo.put(partition, before.floor());
            consumer.seek(partition, before.floor());
        });
    }

    /** A letter, and from where on there is none before it. */
    record Read(DeadLetter letter, TopicPartition partition, long behind) {}

    /** Returns whether all is read. */
    boolean isAtEnd() {
        return ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
    }

    /**
     * Returns the next letters that were not sent.
     *
     * @throws BrokerUnavailableException if there are none for long though they have to be there
     */
    List<Read> next() {
        long begin = time.nanoTime();
        while (!isAtEnd()) {
            List<Read> unsent = unsent(consumer.poll(POLL));
            if (!unsent.isEmpty()) {
                return unsent;
            }
            if (time.nanoTime() - begin > timeout.toNanos()) {
                throw new BrokerUnavailableException(topology, timeout, new TimeoutException("no dead letters came"));
            }
        }
        return List.of();
    }

    /** Returns which letters of {@code partition} are sent, to be added to. */
    SentLetters sent(TopicPartition partition) {
        return Objects.requireNonNull(sent.get(partition), "it is assigned");
    }

    private List<Read> unsent(ConsumerRecords<byte[], byte[]> records) {
        List<Read> unsent = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            TopicPartition partition = new TopicPartition(record.topic(), record.partition());
            boolean isBehindEnd = record.offset() >= Objects.requireNonNull(ends.get(partition), "it is assigned");
            if (!isBehindEnd && !sent(partition).contains(record.offset())) {
                long behind = Objects.requireNonNull(readTo.get(partition), "it is assigned");
                unsent.add(new Read(new DeadLetter(record), partition, behind));
            }
            readTo.put(partition, record.offset() + 1);
        }
        return unsent;
    }
}
