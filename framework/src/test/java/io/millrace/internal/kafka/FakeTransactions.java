package io.millrace.internal.kafka;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** A broker as far as transactions go, and the producers of one transactional id, which fail as the test says. */
final class FakeTransactions {

    /** Where a producer fails. */
    enum Step {
        MAKE,
        INIT,
        SEND,
        OFFSETS,
        FLUSH,
        /** The commit does not take place. */
        COMMIT,
        /** The commit takes place, but nobody is told. */
        COMMIT_ANSWER,
        ABORT,
        LOOK_UP
    }

    final Map<TopicPartition, OffsetAndMetadata> groupOffsets = new HashMap<>();
    final List<ConsumerGroupMetadata> members = new ArrayList<>();
    final List<FakeProducer> producers = new ArrayList<>();
    int commits;
    /** Takes the records of each commit. */
    Consumer<List<ProducerRecord<byte[], byte[]>>> onCommit = records -> {};

    int lookUps;
    private final List<ProducerRecord<byte[], byte[]>> committed = new ArrayList<>();
    private final Map<Step, Deque<RuntimeException>> failures = new EnumMap<>(Step.class);

    /** Has the next call of {@code step} fail that is not to fail already. */
    void fail(Step step, RuntimeException failure) {
        failures.computeIfAbsent(step, any -> new ArrayDeque<>()).add(failure);
    }

    FakeProducer newProducer() {
        failIfDue(Step.MAKE);
        FakeProducer producer = new FakeProducer();
        producers.add(producer);
        return producer;
    }

    FakeProducer last() {
        return producers.get(producers.size() - 1);
    }

    Map<TopicPartition, OffsetAndMetadata> lookUp(Set<TopicPartition> partitions) {
        lookUps++;
        failIfDue(Step.LOOK_UP);
        Map<TopicPartition, OffsetAndMetadata> found = new HashMap<>(groupOffsets);
        found.keySet().retainAll(partitions);
        return found;
    }

    /** Returns what is committed to {@code changelog}, in order, as {@code partition key=value}; a marker has no value. */
    List<String> committed(String changelog) {
        return committed.stream()
                .filter(record -> record.topic().equals(changelog))
                .map(record -> Marker.isKey(record.key())
                        ? record.partition() + " marker"
                        : "%d %s=%s".formatted(record.partition(), text(record.key()), text(record.value())))
                .toList();
    }

    List<Marker> markers(String changelog) {
        return committed.stream()
                .filter(record -> record.topic().equals(changelog) && Marker.isKey(record.key()))
                .map(record -> Marker.of(record.value(), record.partition()))
                .toList();
    }

    private static @Nullable String text(byte @Nullable [] bytes) {
        return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
    }

    private void failIfDue(Step step) {
        RuntimeException failure = dueFailure(step);
        if (failure != null) {
            throw failure;
        }
    }

    private @Nullable RuntimeException dueFailure(Step step) {
        Deque<RuntimeException> due = failures.get(step);
        return due == null ? null : due.poll();
    }

    /** Kafka's own mock, which knows what may follow what. */
    final class FakeProducer extends MockProducer<byte[], byte[]> {

        private Map<TopicPartition, OffsetAndMetadata> offsets = Map.of();

        FakeProducer() {
            super(true, null, new ByteArraySerializer(), new ByteArraySerializer());
        }

        @Override
        public void initTransactions() {
            failIfDue(Step.INIT);
            super.initTransactions();
        }

        @Override
        public synchronized Future<RecordMetadata> send(
                ProducerRecord<byte[], byte[]> record, @Nullable Callback callback) {
            RuntimeException failure = dueFailure(Step.SEND);
            if (failure == null) {
                return super.send(record, callback);
            }
            if (callback != null) {
                callback.onCompletion(null, failure);
            }
            return CompletableFuture.failedFuture(failure);
        }

        @Override
        public void sendOffsetsToTransaction(
                Map<TopicPartition, OffsetAndMetadata> newOffsets, ConsumerGroupMetadata member) {
            members.add(member);
            failIfDue(Step.OFFSETS);
            super.sendOffsetsToTransaction(newOffsets, member);
            offsets = newOffsets;
        }

        @Override
        public synchronized void flush() {
            failIfDue(Step.FLUSH);
            super.flush();
        }

        @Override
        public void commitTransaction() {
            failIfDue(Step.COMMIT);
            super.commitTransaction();
            commits++;
            committed.addAll(history());
            onCommit.accept(history());
            clear();
            groupOffsets.putAll(offsets);
            failIfDue(Step.COMMIT_ANSWER);
        }

        @Override
        public void abortTransaction() {
            failIfDue(Step.ABORT);
            super.abortTransaction();
        }
    }
}
