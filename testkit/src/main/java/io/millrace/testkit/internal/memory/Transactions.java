package io.millrace.testkit.internal.memory;

import io.millrace.runtime.TimeSource;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidPidMappingException;
import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.jspecify.annotations.Nullable;

/**
 * The transaction coordinator. Each end of a transaction raises the producer's epoch (KIP-890). The end is durable at once; each
 * partition and group gets to know it by a marker, and markers are deliveries.
 *
 * <p>Confined to the test's thread.
 */
final class Transactions {

    private final TimeSource time;
    private final Topics topics;
    private final Deliveries deliveries;
    private final Map<String, TransactionEntry> entries = new LinkedHashMap<>();
    private long nextProducerId = 1;

    Transactions(TimeSource time, Topics topics, Deliveries deliveries) {
        this.time = time;
        this.topics = topics;
        this.deliveries = deliveries;
    }

    /** Returns a new producer without transactions. */
    ProducerIdentity newProducer() {
        return new ProducerIdentity(nextProducerId++, (short) 0);
    }

    /** Ends what an earlier producer of {@code id} has begun, and returns the only one that may use it from now on. */
    ProducerIdentity init(String id, long timeoutNanos) {
        TransactionEntry entry = entries.get(id);
        if (entry == null) {
            entry = new TransactionEntry(id, newProducer());
            entries.put(id, entry);
        } else {
            shutOut(entry);
            finish(entry);
            entry.raiseEpoch();
        }
        entry.setTimeout(timeoutNanos);
        return entry.producer();
    }

    /** Makes {@code partition} a part of the producer's transaction, which begins if none is open. */
    void add(String id, ProducerIdentity producer, TopicPartition partition) {
        begin(id, producer).partitions().add(partition);
    }

    /** Makes offsets of {@code group} a part of the producer's transaction, which begins if none is open. */
    void add(String id, ProducerIdentity producer, ConsumerGroup group) {
        begin(id, producer).groups().add(group);
    }

    /**
     * Commits or aborts, and returns what the producer is from then on.
     *
     * @throws ProducerFencedException if there is a newer producer
     * @throws InvalidTxnStateException if there is nothing to commit, because the transaction has timed out
     */
    ProducerIdentity end(String id, ProducerIdentity producer, boolean commit) {
        TransactionEntry entry = require(id, producer);
        if (!entry.isOngoing() && entry.producer().equals(producer.next())) {
            if (!entry.hasEnded(commit)) {
                throw invalid(entry);
            }
            return entry.producer(); // the first try was successful
        }
        check(entry, producer);
        finish(entry); // the client asks again until the one before has ended
        if (!entry.isOngoing() && commit) {
            throw invalid(entry);
        }
        entry.raiseEpoch();
        end(entry, commit);
        return entry.producer();
    }

    /** Aborts the open transaction of {@code id}, and shuts its producer out. */
    ProducerIdentity fence(String id) {
        TransactionEntry entry = entries.get(id);
        if (entry == null) {
            entry = new TransactionEntry(id, newProducer());
            entries.put(id, entry);
        } else {
            shutOut(entry);
            finish(entry);
            entry.raiseEpoch();
        }
        return entry.producer();
    }

    /** Writes the missing markers of the transactions that {@code offsets} of a group wait for. */
    void finishOn(ConsumerGroup group) {
        for (TransactionEntry entry : entries.values()) {
            if (entry.isEnding() && entry.groups().contains(group)) {
                finish(entry);
            }
        }
    }

    Collection<TransactionEntry> all() {
        return entries.values();
    }

    @Nullable
    TransactionEntry find(String id) {
        return entries.get(id);
    }

    /** Aborts transactions that have been open for too long. */
    void expire(long now) {
        for (TransactionEntry entry : entries.values()) {
            if (entry.isOverdue(now)) {
                shutOut(entry);
            }
        }
    }

    private TransactionEntry begin(String id, ProducerIdentity producer) {
        TransactionEntry entry = require(id, producer);
        check(entry, producer);
        finish(entry); // as above
        entry.begin(time.nanoTime(), time.currentTimeMillis());
        return entry;
    }

    private void shutOut(TransactionEntry entry) {
        if (entry.isOngoing()) {
            entry.raiseEpoch();
            end(entry, false);
        }
    }

    private void end(TransactionEntry entry, boolean commit) {
        entry.prepare(commit);
        ProducerIdentity producer = entry.producer();
        for (TopicPartition partition : entry.partitions()) {
            PartitionLog log = topics.findLog(partition);
            if (log != null) {
                mark(entry, partition.toString(), () -> log.mark(producer, commit, time.currentTimeMillis()));
            }
        }
        for (ConsumerGroup group : entry.groups()) {
            mark(entry, group.id(), () -> group.offsets().end(producer.id(), commit));
        }
        if (entry.markers().isEmpty()) {
            entry.complete();
        }
    }

    private void mark(TransactionEntry entry, String where, Runnable write) {
        Channel channel = deliveries.channel(Instance.CLUSTER, "marker of %s to %s".formatted(entry.id(), where));
        entry.markers().add(channel);
        channel.add(() -> {
            write.run();
            entry.markers().remove(channel);
            if (entry.markers().isEmpty()) {
                entry.complete();
            }
        });
    }

    private static void finish(TransactionEntry entry) {
        if (entry.isEnding()) {
            List.copyOf(entry.markers()).forEach(Channel::finish);
        }
    }

    private TransactionEntry require(String id, ProducerIdentity producer) {
        TransactionEntry entry = entries.get(id);
        if (entry == null || entry.producer().id() != producer.id()) {
            throw new InvalidPidMappingException(
                    "Producer %d does not use transactional id '%s'".formatted(producer.id(), id));
        }
        return Objects.requireNonNull(entry);
    }

    private static InvalidTxnStateException invalid(TransactionEntry entry) {
        return new InvalidTxnStateException(
                "Transaction '%s' can't be ended, it is %s".formatted(entry.id(), entry.state()));
    }

    private static void check(TransactionEntry entry, ProducerIdentity producer) {
        if (!entry.producer().equals(producer)) {
            throw new ProducerFencedException("Producer %s of transactional id '%s' is fenced by %s"
                    .formatted(producer, entry.id(), entry.producer()));
        }
    }
}
