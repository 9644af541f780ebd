package io.millrace.internal.kafka;

import io.millrace.internal.epoch.PartitionAssignment;
import io.millrace.internal.epoch.Position;
import io.millrace.processor.SourcePartition;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps our word on who owns what in step with the consumer group's.
 *
 * <p>Revoked partitions are let go only after what was read of them is processed and committed, or after the drain timeout.
 * Lost ones have a new owner already: what was read of them is thrown away. The others flow on. Assigned ones flow at once, or,
 * in a topology that commits in transactions, when the restore workers are done with them: then nothing here asks Kafka.
 *
 * <p>Confined to the source worker: Kafka calls it from within a poll.
 */
final class Rebalances implements ConsumerRebalanceListener {

    private static final Logger LOG = LoggerFactory.getLogger(Rebalances.class);

    private final SourceParts parts;
    private final Drain drain;
    private final Consumer<Set<SourcePartition>> onChange;
    private boolean over;

    Rebalances(SourceParts parts, Drain drain, Consumer<Set<SourcePartition>> onChange) {
        this.parts = parts;
        this.drain = drain;
        this.onChange = onChange;
    }

    /** Ends its part: the consumer is about to be closed, and nothing is to be committed any more. */
    void end() {
        over = true;
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        if (over) {
            return;
        }
        ShardTable shards = parts.shards();
        if (!shards.isNeeded() && !partitions.isEmpty()) {
            openNow(partitions);
        }
        shards.assign(shards.isNeeded() ? partitions : List.of());
        shards.pauseRestoring();
        parts.feeds().syncPaused(parts.consumer().paused());
        changed("assigned", partitions);
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        if (over || partitions.isEmpty()) {
            return;
        }
        Set<TopicPartition> leaving = parts.shards().withSiblings(partitions);
        List<PartitionAssignment> flowing = parts.feeds().assignments(leaving);
        if (!flowing.isEmpty()) {
            parts.epochs().closeAtNextBarrier(flowing);
            commit(leaving);
        }
        parts.feeds().remove(leaving).forEach(PartitionAssignment::discard);
        parts.shards().remove(partitions);
        changed("revoked", partitions);
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
        if (over || partitions.isEmpty()) {
            return;
        }
        List<PartitionAssignment> gone = parts.feeds().remove(parts.shards().withSiblings(partitions));
        gone.forEach(PartitionAssignment::discard);
        parts.epochs().closeAtNextBarrier(gone);
        parts.shards().remove(partitions);
        changed("lost", partitions);
    }

    private void openNow(Collection<TopicPartition> partitions) {
        Map<TopicPartition, StartPositions.Start> starts =
                Unwoken.call(() -> parts.starts().of(partitions));
        starts.forEach((partition, start) -> parts.opener().open(partition, start, null, Set.of(partition)));
        commitFirstPositions(starts);
    }

    private void commit(Collection<TopicPartition> leaving) {
        if (!drain.commit(leaving)) {
            LOG.atWarn()
                    .addKeyValue("millrace.topology", parts.topology())
                    .log(
                            "Topology '{}': partitions {} are given up without a checkpoint; their records since the last one are"
                                    + " read again by the next owner",
                            parts.topology(),
                            leaving);
        }
    }

    /** Without this, a crash before the first checkpoint would begin anew, behind records that came meanwhile. */
    private void commitFirstPositions(Map<TopicPartition, StartPositions.Start> starts) {
        Map<PartitionAssignment, Position> first = new HashMap<>(parts.feeds().positions());
        first.keySet().removeIf(assignment -> isCommitted(starts, assignment));
        if (first.isEmpty()) {
            return;
        }
        if (parts.starts().commit(first)) {
            first.forEach(parts.committer()::startedAt);
        } else {
            parts.epochs().requestBarrier(); // the next epoch has them
        }
    }

    private static boolean isCommitted(
            Map<TopicPartition, StartPositions.Start> starts, PartitionAssignment assignment) {
        StartPositions.Start start = starts.get(
                new TopicPartition(assignment.topic(), assignment.partition().partition()));
        return start == null || start.committed();
    }

    private void changed(String how, Collection<TopicPartition> partitions) {
        LOG.atInfo()
                .addKeyValue("millrace.topology", parts.topology())
                .log(
                        "Topology '{}': partitions {} {}, {} in all now",
                        parts.topology(),
                        partitions,
                        how,
                        parts.assigned().size());
        onChange.accept(parts.assigned());
    }
}
