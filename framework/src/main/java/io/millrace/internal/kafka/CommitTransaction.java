package io.millrace.internal.kafka;

import io.millrace.errors.MillraceException;
import io.millrace.errors.MissingTopicException;
import io.millrace.errors.StateTooLargeException;
import io.millrace.internal.epoch.PartitionAssignment;
import io.millrace.internal.exchange.Origin;
import io.millrace.internal.stage.Output;
import io.millrace.internal.state.ChangeSink;
import io.millrace.internal.state.ShardState;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/**
 * One transaction: the outputs that waited for it, the changes of all shards, a marker behind those of each store, and the
 * offsets. It is begun with the first record, so that an epoch in which nothing happened costs nothing.
 *
 * <p>Confined to the committer, but for the answers to its records, which come on the producer's thread.
 */
final class CommitTransaction {

    private final Producer<byte[], byte[]> producer;
    private final ChangelogTopics topics;
    private final OutputRecords records;
    private final OutputFailures failures;
    private final EpochCommit commit;
    private final Map<ShardState, Map<String, Long>> nextOffsets = new HashMap<>();
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
    private boolean begun;

    CommitTransaction(
            Producer<byte[], byte[]> producer, ChangelogTopics topics, OutputRecords records, EpochCommit commit) {
        this.producer = producer;
        this.topics = topics;
        this.records = records;
        this.failures = new OutputFailures(topics.topology());
        this.commit = commit;
    }

    boolean hasBegun() {
        return begun;
    }

    /**
     * Writes all that belongs to it and waits until Kafka has it; {@link #commit} comes next.
     *
     * @throws KafkaException if Kafka refuses anything of it
     * @throws MillraceException if trying again would not help
     */
    void write() {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>(commit.offsetsAlone());
        try {
            writeOutputs();
            for (ShardEnd shard : commit.shards()) {
                if (write(shard)) {
                    offsets.putAll(shard.offsets(commit.id()));
                }
            }
            if (!offsets.isEmpty()) {
                begin();
                producer.flush(); // now, for while the offsets are on their way the producer sends no records
                throwFailure();
                producer.sendOffsetsToTransaction(offsets, commit.member());
            }
        } catch (KafkaException e) {
            throwRefusal();
            throw e;
        }
    }

    void commit() {
        if (begun) {
            producer.commitTransaction();
        }
    }

    /**
     * It is committed: counts its outputs, and has those of {@code shards} that it wrote forget their sealed changes.
     *
     * @param latencies of the outputs
     */
    void committed(List<ShardEnd> shards, Latencies latencies) {
        Set<PartitionAssignment> ours = commit.assignments();
        for (EpochBuffer buffer : commit.outputs()) {
            List<Origin> origins = buffer.outputs().stream()
                    .map(Output::origin)
                    .filter(origin -> ours.contains(origin.assignment()))
                    .toList();
            origins.forEach(origin -> origin.trace().end());
            latencies.committed(origins);
            buffer.committed(origins.size());
        }
        for (ShardEnd shard : shards) {
            Map<String, Long> next = nextOffsets.get(shard.state());
            if (next != null) {
                shard.state().committed(next);
            }
        }
    }

    /** What came from a partition that is not ours any more has another owner, who makes it again. */
    private void writeOutputs() {
        Set<PartitionAssignment> ours = commit.assignments();
        for (EpochBuffer buffer : commit.outputs()) {
            for (Output output : buffer.outputs()) {
                if (ours.contains(output.origin().assignment())) {
                    send(
                            records.of(output),
                            (written, exception) -> {},
                            exception -> explained(buffer.stage(), output, exception));
                }
            }
        }
    }

    private boolean write(ShardEnd shard) {
        Changes changes = new Changes(shard.partition());
        shard.state().forEachSealed(changes);
        if (changes.isEmpty() && !shard.due()) {
            return false;
        }
        Map<String, Long> next = new ConcurrentHashMap<>();
        nextOffsets.put(shard.state(), next);
        byte[] marker = shard.marker(commit.id()).value();
        for (String store : shard.state().loggedStores()) {
            send(store, topics.marker(store, shard.partition(), marker), (written, exception) -> {
                if (exception == null && written.hasOffset()) {
                    next.put(store, written.offset() + 1);
                }
            });
        }
        return true;
    }

    private void send(String store, ProducerRecord<byte[], byte[]> record, Callback onAnswer) {
        send(record, onAnswer, exception -> explained(store, record, exception));
    }

    private void send(ProducerRecord<byte[], byte[]> record, Callback onAnswer, UnaryOperator<Exception> explanation) {
        begin();
        producer.send(record, (written, exception) -> {
            onAnswer.onCompletion(written, exception);
            if (exception != null) {
                failure.compareAndSet(null, explanation.apply(exception));
            }
        });
    }

    private void begin() {
        if (!begun) {
            producer.beginTransaction();
            begun = true;
        }
    }

    /** A failure that trying again does not mend says more than Kafka's word for the state that the producer is in since. */
    private void throwRefusal() {
        if (failure.get() instanceof MillraceException refusal) {
            throw refusal;
        }
    }

    /** A flush does not tell of failed records, so each answer is looked at. */
    private void throwFailure() {
        throwRefusal();
        Exception failed = failure.get();
        if (failed != null) {
            throw failed instanceof KafkaException kafka ? kafka : new KafkaException(failed);
        }
    }

    /** What may pass stays Kafka's, so that the reaction to it is found. */
    private Exception explained(String stage, Output output, Exception exception) {
        MillraceException explained = failures.of(stage, output.topic(), output.origin(), exception);
        boolean helpless = explained instanceof MissingTopicException
                || KafkaFailures.reactionTo(exception) == CommitReaction.FAIL;
        return helpless ? explained : exception;
    }

    private Exception explained(String store, ProducerRecord<byte[], byte[]> record, Exception exception) {
        if (exception instanceof RecordTooLargeException) {
            return topics.tooLarge(store, ChangelogTopics.size(record));
        }
        if (exception instanceof TimeoutException && exception.getCause() instanceof UnknownTopicOrPartitionException) {
            return new MissingTopicException(topics.topology(), List.of(record.topic()));
        }
        return exception;
    }

    /** Sends the changes of one shard. */
    private final class Changes implements ChangeSink {
        private static final Callback NO_NEED = (written, exception) -> {};

        private final int partition;
        private boolean empty = true;

        Changes(int partition) {
            this.partition = partition;
        }

        boolean isEmpty() {
            return empty;
        }

        /** @throws StateTooLargeException if the changelog does not take it: one such record would spoil the transaction */
        @Override
        public void change(String store, byte[] key, byte @Nullable [] value, long timestamp) {
            empty = false;
            send(store, topics.change(store, partition, key, value, timestamp), NO_NEED);
        }
    }
}
