package io.millrace.internal.kafka;

import io.millrace.internal.plan.Division;
import io.millrace.topology.StartPosition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

/**
 * A cluster as a restore sees it: the logs of changelogs, with records, markers and what is not committed yet, the group's
 * offsets, and open transactions. Answers at once unless the test holds them back.
 */
final class FakeChangelogs implements RestoreQuestions {

    final Map<TopicPartition, OffsetAndMetadata> committed = new HashMap<>();
    final Set<TopicPartition> unstable = new HashSet<>();
    final Map<TopicPartition, Log> logs = new HashMap<>();
    final Map<TopicPartition, Long> starts = new HashMap<>();
    final List<OpenTransaction> transactions = new ArrayList<>();
    final List<String> fenced = new ArrayList<>();
    final List<String> asked = new ArrayList<>();
    final Set<String> topics = new HashSet<>();
    final List<Map<TopicPartition, StartPosition>> wantedStarts = new ArrayList<>();
    int partitionCount = 4;
    CompletableFuture<Void> fencing = CompletableFuture.completedFuture(null);

    @Nullable
    RuntimeException failure;

    private final List<Runnable> heldBack = new ArrayList<>();
    boolean answers = true;

    /** One partition of a changelog. An offset without a record is one of a control record, or compacted away. */
    static final class Log {
        private final Map<Long, ConsumerRecord<byte[], byte[]>> records = new HashMap<>();
        private final TopicPartition partition;
        String topicId = "first";
        long start;
        long end;
        /** Committed records end here. */
        long stableEnd;

        Log(TopicPartition partition) {
            this.partition = partition;
        }

        /** Writes a transaction of one change and a marker for {@code offsets}; commits it. */
        void checkpoint(String key, @Nullable String value, Map<String, Long> offsets) {
            change(key, value);
            marker(offsets);
            commit();
        }

        void change(String key, @Nullable String value) {
            append(key.getBytes(), value == null ? null : value.getBytes());
        }

        /** Writes the marker of state that is divided: {@code offsets} are by topic. */
        void marker(Map<String, Long> offsets) {
            Map<TopicPartition, Long> inputs = new HashMap<>();
            offsets.forEach((topic, offset) -> inputs.put(new TopicPartition(topic, partition.partition()), offset));
            append(Marker.key(), new Marker("app-cards-1", 1, Division.BY_PARTITION, inputs).value());
        }

        /** Writes the marker of state that is not divided. */
        void undividedMarker(Map<TopicPartition, Long> offsets) {
            append(Marker.key(), new Marker("app-cards-1", 1, Division.UNDIVIDED, offsets).value());
        }

        void append(byte[] key, byte @Nullable [] value) {
            add(key, value);
        }

        void appendWithoutKey(byte[] value) {
            add(null, value);
        }

        private void add(byte @Nullable [] key, byte @Nullable [] value) {
            @SuppressWarnings("NullAway") // Kafka's own records have null keys and values
            ConsumerRecord<byte[], byte[]> record = new ConsumerRecord<>(
                    partition.topic(),
                    partition.partition(),
                    end,
                    0,
                    TimestampType.CREATE_TIME,
                    key == null ? -1 : key.length,
                    value == null ? -1 : value.length,
                    key,
                    value,
                    new RecordHeaders(),
                    Optional.empty());
            records.put(end++, record);
        }

        /** Ends the transaction with its control record. */
        void commit() {
            end++;
            stableEnd = end;
        }

        void abort() {
            for (long offset = stableEnd; offset < end; offset++) {
                records.remove(offset);
            }
            commit();
        }

        void removeUpTo(long offset) {
            for (long removed = start; removed < offset; removed++) {
                records.remove(removed);
            }
            start = offset;
        }

        List<ConsumerRecord<byte[], byte[]>> from(long offset, int most) {
            List<ConsumerRecord<byte[], byte[]>> found = new ArrayList<>();
            for (long next = offset; next < stableEnd && found.size() < most; next++) {
                ConsumerRecord<byte[], byte[]> record = records.get(next);
                if (record != null) {
                    found.add(record);
                }
            }
            return found;
        }
    }

    Log log(TopicPartition partition) {
        return logs.computeIfAbsent(partition, Log::new);
    }

    /** Gives the answers that were held back. */
    void answer() {
        List<Runnable> due = List.copyOf(heldBack);
        heldBack.clear();
        due.forEach(Runnable::run);
    }

    @Override
    public CompletableFuture<Map<TopicPartition, Optional<OffsetAndMetadata>>> stableOffsets(
            Set<TopicPartition> partitions) {
        Map<TopicPartition, Optional<OffsetAndMetadata>> found = new HashMap<>();
        partitions.stream()
                .filter(partition -> !unstable.contains(partition))
                .forEach(partition -> found.put(partition, Optional.ofNullable(committed.get(partition))));
        return answered("offsets", found);
    }

    @Override
    public CompletableFuture<Map<TopicPartition, OffsetAndMetadata>> groupOffsets() {
        return answered("group", Map.copyOf(committed));
    }

    @Override
    public CompletableFuture<Map<TopicPartition, Range>> ranges(Set<TopicPartition> changelogs) {
        Map<TopicPartition, Range> ranges = new HashMap<>();
        changelogs.forEach(changelog -> {
            Log log = log(changelog);
            ranges.put(changelog, new Range(log.start, log.end, log.topicId));
        });
        return answered("ranges", ranges);
    }

    @Override
    public CompletableFuture<Map<TopicPartition, Long>> offsets(Map<TopicPartition, StartPosition> wanted) {
        wantedStarts.add(Map.copyOf(wanted));
        Map<TopicPartition, Long> found = new HashMap<>();
        wanted.keySet().forEach(partition -> found.put(partition, starts.getOrDefault(partition, 0L)));
        return answered("starts", found);
    }

    @Override
    public CompletableFuture<Map<String, Integer>> partitionCounts(Set<String> topics) {
        Map<String, Integer> counts = new HashMap<>();
        topics.forEach(topic -> counts.put(topic, partitionCount));
        return answered("counts", counts);
    }

    @Override
    public CompletableFuture<Set<String>> topics() {
        return answered("topics", Set.copyOf(topics));
    }

    @Override
    public CompletableFuture<List<OpenTransaction>> openTransactions(Set<TopicPartition> changelogs) {
        return answered(
                "transactions",
                transactions.stream()
                        .filter(transaction -> changelogs.contains(transaction.partition()))
                        .toList());
    }

    @Override
    public CompletableFuture<Optional<OpenTransaction>> openTransaction(
            String transactionalId, TopicPartition partition) {
        return answered(
                "transaction of " + transactionalId,
                transactions.stream()
                        .filter(transaction -> transactionalId.equals(transaction.transactionalId()))
                        .findFirst());
    }

    @Override
    public CompletableFuture<Void> fence(String transactionalId) {
        fenced.add(transactionalId);
        return fencing;
    }

    private <T> CompletableFuture<T> answered(String question, T answer) {
        asked.add(question);
        CompletableFuture<T> future = new CompletableFuture<>();
        RuntimeException failing = failure;
        Runnable answering =
                failing == null ? () -> future.complete(answer) : () -> future.completeExceptionally(failing);
        if (answers) {
            answering.run();
        } else {
            heldBack.add(answering);
        }
        return future;
    }
}
