package io.millrace.internal.kafka;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commits state, outputs and offsets in transactions, with a new producer of the same transactional id whenever one has failed.
 *
 * <p>A transaction whose end nobody has told us of is looked up before anything else is written: the new producer has ended
 * it, and the offsets of the group say how. If it was committed, it is not written again.
 *
 * <p>Waits for Kafka. Confined to the committer.
 */
final class CommitProducer {

    private static final Logger LOG = LoggerFactory.getLogger(CommitProducer.class);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);

    private final Supplier<Producer<byte[], byte[]>> producers;
    private final Function<Set<TopicPartition>, Map<TopicPartition, OffsetAndMetadata>> groupOffsets;
    private final ChangelogTopics topics;
    private final OutputRecords records;
    private final Latencies latencies;
    private @Nullable Producer<byte[], byte[]> producer;
    private boolean initialized;
    private @Nullable CommitTransaction unresolved;

    /**
     * Makes the first producer.
     *
     * @param groupOffsets reads what the group has committed once no transaction is pending, and waits for it
     * @param latencies of the outputs
     * @throws KafkaException if Kafka refuses the settings
     */
    CommitProducer(
            Supplier<Producer<byte[], byte[]>> producers,
            Function<Set<TopicPartition>, Map<TopicPartition, OffsetAndMetadata>> groupOffsets,
            ChangelogTopics topics,
            OutputRecords records,
            Latencies latencies) {
        this.producers = producers;
        this.groupOffsets = groupOffsets;
        this.topics = topics;
        this.records = records;
        this.latencies = latencies;
        this.producer = producers.get();
    }

    /**
     * Gets ready for the first commit, so that it finds its producer initialized, and what we may not do is known at once.
     *
     * @throws KafkaException if trying again would not help
     */
    void prepare() {
        try {
            ready();
        } catch (KafkaException e) {
            LOG.debug("The committer's producer is not ready yet: {}", failed(e).obstacle(), e);
        }
    }

    /**
     * Tries to commit.
     *
     * @throws KafkaException if trying again would not help
     * @throws io.millrace.errors.MillraceException if an entry is too large, or user code can't make bytes of it
     */
    CommitOutcome commit(EpochCommit commit) {
        try {
            Producer<byte[], byte[]> ready = ready();
            CommitTransaction before = unresolved;
            if (before != null && isCommitted(commit)) {
                LOG.atInfo()
                        .addKeyValue("millrace.topology", topics.topology())
                        .log(
                                "Topology '{}': commit {} was made though its answer was lost",
                                topics.topology(),
                                commit.id());
                return durable(before, commit);
            }
            CommitTransaction transaction = new CommitTransaction(ready, topics, records, commit);
            unresolved = transaction;
            transaction.write();
            transaction.commit();
            return durable(transaction, commit);
        } catch (KafkaException e) {
            return failed(e);
        }
    }

    /** Aborts what is not committed. */
    void close() {
        Producer<byte[], byte[]> open = producer;
        if (open != null) {
            Thread.interrupted(); // it would cut the abort short
            open.close(CLOSE_TIMEOUT);
        }
    }

    private Producer<byte[], byte[]> ready() {
        Producer<byte[], byte[]> current = producer;
        if (current == null) {
            current = producers.get();
            producer = current;
            initialized = false;
        }
        if (!initialized) {
            current.initTransactions();
            initialized = true;
        }
        return current;
    }

    private boolean isCommitted(EpochCommit commit) {
        Set<TopicPartition> partitions = commit.partitions();
        return !partitions.isEmpty()
                && groupOffsets.apply(partitions).values().stream()
                        .flatMap(offset -> CommitMetadata.read(offset).stream())
                        .anyMatch(metadata -> commit.id().equals(metadata.commit()));
    }

    private CommitOutcome durable(CommitTransaction transaction, EpochCommit commit) {
        unresolved = null;
        transaction.committed(commit.shards(), latencies);
        return CommitOutcome.DURABLE;
    }

    private CommitOutcome failed(KafkaException failure) {
        Producer<byte[], byte[]> current = producer;
        if (current == null) { // it could be made once, so this is of the connection
            return CommitOutcome.again(failure);
        }
        switch (KafkaFailures.reactionTo(failure)) {
            case ABORT -> abort(current);
            case NEW_PRODUCER -> giveUp(current);
            case FAIL -> throw failure;
        }
        return CommitOutcome.again(failure);
    }

    private void abort(Producer<byte[], byte[]> current) {
        CommitTransaction transaction = unresolved;
        if (transaction == null || !transaction.hasBegun()) {
            return;
        }
        try {
            current.abortTransaction();
            unresolved = null;
        } catch (KafkaException e) {
            LOG.debug("A transaction could not be aborted", e);
            giveUp(current);
        }
    }

    private void giveUp(Producer<byte[], byte[]> current) {
        producer = null;
        try {
            current.close(Duration.ZERO);
        } catch (KafkaException e) {
            LOG.debug("A producer that had failed could not be closed cleanly", e);
        }
    }
}
