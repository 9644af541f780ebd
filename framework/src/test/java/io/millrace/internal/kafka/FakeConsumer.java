package io.millrace.internal.kafka;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.clients.consumer.OffsetCommitCallback;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Kafka's own mock, with a consumer group that has offsets of all members, and answers commits when the test says so. */
final class FakeConsumer extends MockConsumer<byte[], byte[]> {

    final Map<TopicPartition, OffsetAndMetadata> groupOffsets = new HashMap<>();
    final Map<TopicPartition, Long> offsetsByTime = new HashMap<>();
    final List<Map<TopicPartition, OffsetAndMetadata>> sent = new ArrayList<>();
    final Deque<Exception> refusals = new ArrayDeque<>();
    boolean answersCommits = true;
    /** Questions and commits that wait for the broker. */
    int waits;

    int questionsForEnds;

    Consumer<Duration> onCommitSync = timeout -> {};
    ConsumerGroupMetadata member = member(1, "member");
    private final Deque<Commit> unanswered = new ArrayDeque<>();

    FakeConsumer() {
        super("none");
    }

    @SuppressWarnings("removal") // Kafka offers no other way to make one
    static ConsumerGroupMetadata member(int generation, String id) {
        return new ConsumerGroupMetadata("app-cards", generation, id, Optional.empty());
    }

    @Override
    public synchronized ConsumerGroupMetadata groupMetadata() {
        return member;
    }

    void topic(String topic, int partitions) {
        Node node = new Node(0, "localhost", 1);
        updatePartitions(
                topic,
                IntStream.range(0, partitions)
                        .mapToObj(partition ->
                                new PartitionInfo(topic, partition, node, new Node[] {node}, new Node[] {node}))
                        .toList());
        Map<TopicPartition, Long> beginnings = new HashMap<>();
        Map<TopicPartition, Long> ends = new HashMap<>();
        for (int partition = 0; partition < partitions; partition++) {
            beginnings.put(new TopicPartition(topic, partition), 0L);
            ends.put(new TopicPartition(topic, partition), 0L);
        }
        updateBeginningOffsets(beginnings);
        updateEndOffsets(ends);
    }

    void addRecords(TopicPartition partition, long from, int count) {
        for (long offset = from; offset < from + count; offset++) {
            addRecord(new ConsumerRecord<>(partition.topic(), partition.partition(), offset, new byte[0], new byte[0]));
        }
        updateEndOffsets(Map.of(partition, from + count));
    }

    /** Answers the oldest commit that waits for it. */
    void answer(@Nullable Exception exception) {
        unanswered.remove().answer(exception);
    }

    @Override
    public synchronized void commitAsync(
            Map<TopicPartition, OffsetAndMetadata> offsets, @Nullable OffsetCommitCallback callback) {
        sent.add(offsets);
        Commit commit = new Commit(offsets, callback);
        if (answersCommits) {
            commit.answer(refusals.poll());
        } else {
            unanswered.add(commit);
        }
    }

    @Override
    public void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets, Duration timeout) {
        waits++;
        onCommitSync.accept(timeout);
        if (answersCommits) {
            unanswered.forEach(commit -> commit.answer(null));
            unanswered.clear();
            groupOffsets.putAll(offsets);
        } else {
            throw new TimeoutException("No answer within " + timeout);
        }
    }

    @Override
    public synchronized Map<TopicPartition, OffsetAndMetadata> committed(
            Set<TopicPartition> partitions, Duration timeout) {
        waits++;
        Map<TopicPartition, OffsetAndMetadata> found = new HashMap<>(groupOffsets);
        found.keySet().retainAll(partitions);
        return found;
    }

    @Override
    public Map<TopicPartition, OffsetAndTimestamp> offsetsForTimes(Map<TopicPartition, Long> times, Duration timeout) {
        Map<TopicPartition, @Nullable OffsetAndTimestamp> found = new HashMap<>();
        times.forEach((partition, time) -> {
            Long offset = offsetsByTime.get(partition);
            found.put(partition, offset == null ? null : new OffsetAndTimestamp(offset, time));
        });
        @SuppressWarnings({"unchecked", "rawtypes"}) // Kafka gives null where there is no such record
        Map<TopicPartition, OffsetAndTimestamp> result = (Map) found;
        return result;
    }

    @Override
    public synchronized Map<TopicPartition, Long> endOffsets(Collection<TopicPartition> partitions, Duration timeout) {
        questionsForEnds++;
        return super.endOffsets(partitions);
    }

    @Override
    public OptionalLong currentLag(TopicPartition partition) {
        if (!assignment().contains(partition)) {
            throw new IllegalStateException("Not assigned: " + partition); // as Kafka does, other than its mock
        }
        return super.currentLag(partition);
    }

    private final class Commit {
        private final Map<TopicPartition, OffsetAndMetadata> offsets;
        private final @Nullable OffsetCommitCallback callback;

        Commit(Map<TopicPartition, OffsetAndMetadata> offsets, @Nullable OffsetCommitCallback callback) {
            this.offsets = offsets;
            this.callback = callback;
        }

        void answer(@Nullable Exception exception) {
            if (exception == null) {
                groupOffsets.putAll(offsets);
            }
            if (callback != null) {
                callback.onComplete(offsets, exception);
            }
        }
    }
}
