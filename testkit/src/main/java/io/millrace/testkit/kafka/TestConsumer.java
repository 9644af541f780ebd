package io.millrace.testkit.kafka;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Reads all partitions of one topic, in no consumer group; {@link TestKafka#consumer} makes it.
 *
 * <p>It begins at the topic's end: make it before you send what it is to see, or call {@link #seekToBeginning()}. Each record is
 * returned once. Waiting calls give up after {@link TestKafka#withTimeout its timeout} with an {@link AssertionError} that
 * shows what came. Records of open or aborted transactions are not seen.
 *
 * <p>Confined to the test's thread.
 */
public final class TestConsumer<K extends @Nullable Object, V extends @Nullable Object> implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(50);

    private final String topic;
    private final Consumer<K, V> consumer;
    private final Collection<TopicPartition> partitions;
    private final Duration timeout;

    /** What was polled and not returned yet. */
    private final Deque<ConsumerRecord<K, V>> waiting = new ArrayDeque<>();

    TestConsumer(String topic, Consumer<K, V> consumer, Collection<TopicPartition> partitions, Duration timeout) {
        this.topic = topic;
        this.consumer = consumer;
        this.partitions = List.copyOf(partitions);
        this.timeout = timeout;
        consumer.assign(this.partitions);
        seekToEnd();
    }

    public String topic() {
        return topic;
    }

    /** Returns the next record, as soon as it is there. */
    public ConsumerRecord<K, V> read() {
        return read(1).records().get(0);
    }

    /** Returns the next {@code count} records, as soon as they are there; more may follow. */
    public ReceivedRecords<K, V> read(int count) {
        Deadline deadline = Deadline.in(timeout);
        while (waiting.size() < count) {
            if (deadline.isOver()) {
                throw new AssertionError("Expected %d records of topic '%s' within %s; %s"
                        .formatted(count, topic, deadline.text(), whatCame(waiting)));
            }
            poll();
        }
        return take(count);
    }

    /** Returns the next records up to and including the first one that is {@code last}, as soon as that is there. */
    public ReceivedRecords<K, V> readUntil(Predicate<? super ConsumerRecord<K, V>> last) {
        Deadline deadline = Deadline.in(timeout);
        List<ConsumerRecord<K, V>> passed = new ArrayList<>();
        while (true) {
            while (!waiting.isEmpty()) {
                ConsumerRecord<K, V> next = waiting.remove();
                passed.add(next);
                if (last.test(next)) {
                    return new ReceivedRecords<>(passed);
                }
            }
            if (deadline.isOver()) {
                throw new AssertionError("Expected a record of topic '%s' that meets the condition within %s; %s"
                        .formatted(topic, deadline.text(), whatCame(passed)));
            }
            poll();
        }
    }

    /**
     * Returns all records that the topic has by now and that were not read yet, without waiting for more. What a topology has made of
     * its input is there after {@link TestKafka#awaitCheckpoint}, so a record that is missing then does not come any more.
     */
    public ReceivedRecords<K, V> readAll() {
        Deadline deadline = Deadline.in(timeout);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        while (!hasReached(ends)) {
            if (deadline.isOver()) {
                throw new AssertionError("Did not get to the end of topic '%s' within %s; %s"
                        .formatted(topic, deadline.text(), whatCame(waiting)));
            }
            poll();
        }
        return take(waiting.size());
    }

    /** Forgets all records that the topic has by now: the next one read is newer. */
    public void seekToEnd() {
        waiting.clear();
        consumer.seekToEnd(partitions);
        // Kafka looks for the end only when it needs the position.
        partitions.forEach(consumer::position);
    }

    /** Begins anew with the oldest record that the topic still has. */
    public void seekToBeginning() {
        waiting.clear();
        consumer.seekToBeginning(partitions);
        partitions.forEach(consumer::position);
    }

    /** Ends it before {@link TestKafka} does. */
    @Override
    public void close() {
        consumer.close();
    }

    private void poll() {
        consumer.poll(POLL).forEach(waiting::add);
    }

    private boolean hasReached(Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
    }

    private ReceivedRecords<K, V> take(int count) {
        List<ConsumerRecord<K, V>> taken = new ArrayList<>(count);
        for (int index = 0; index < count; index++) {
            taken.add(waiting.remove());
        }
        return new ReceivedRecords<>(taken);
    }

    private String whatCame(Collection<ConsumerRecord<K, V>> received) {
        if (!received.isEmpty()) {
            return Descriptions.of(received);
        }
        long before = consumer.beginningOffsets(partitions).entrySet().stream()
                .mapToLong(beginning -> consumer.position(beginning.getKey()) - beginning.getValue())
                .sum();
        String none = "none came. Read up to " + positions();
        return before == 0
                ? none
                        + "; the topic has no record. If a topology writes to it: is it running, and does it let the input pass?"
                : none
                        + ("; the topic has records before. They were read before, or written before this consumer was made: "
                                + "make it before sending, or call seekToBeginning().");
    }

    private String positions() {
        return partitions.stream()
                .map(partition -> partition + " offset " + consumer.position(partition))
                .collect(Collectors.joining(", "));
    }
}
