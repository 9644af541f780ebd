package io.millrace.internal.kafka;

import io.millrace.internal.epoch.PartitionAssignment;
import io.millrace.internal.epoch.Position;
import io.millrace.internal.exchange.LaneEvent;
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
 * Lost ones have a new owner already: what was read of them is thrown away. The others flow on.
 *
 * <p>Confined to the source worker: Kafka calls it from within a poll.
 */
final class Rebalances implements ConsumerRebalanceListener {

    private static final Logger LOG = LoggerFactory.getLogger(Rebalances.class);

    private final SourceParts parts;
    private final Drain drain;
    private final Consumer<Set<SourcePartition>> onChange;
    private long nextNumber = 1;
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
        if (!partitions.isEmpty()) {
            Map<TopicPartition, StartPositions.Start> starts =
                    Unwoken.call(() -> parts.starts().of(partitions));
            starts.forEach(this::open);
            commitFirstPositions(starts);
        }
        parts.feeds().syncPaused(parts.consumer().paused());
        changed("assigned", partitions);
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        if (over || partitions.isEmpty()) {
            return;
        }
        parts.epochs().closeAtNextBarrier(parts.feeds().assignments(partitions));
        if (!drain.commit(partitions)) {
            LOG.warn(
                    "Topology '{}': partitions {} are given up without a checkpoint; their records since the last one are"
                            + " read again by the next owner",
                    parts.topology(),
                    partitions);
        }
        parts.feeds().remove(partitions).forEach(PartitionAssignment::discard);
        changed("revoked", partitions);
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
        if (over || partitions.isEmpty()) {
            return;
        }
        List<PartitionAssignment> gone = parts.feeds().remove(partitions);
        gone.forEach(PartitionAssignment::discard);
        parts.epochs().closeAtNextBarrier(gone);
        changed("lost", partitions);
    }

    /** Without this, a crash before the first checkpoint would begin anew, behind records that came meanwhile. */
    private void commitFirstPositions(Map<TopicPartition, StartPositions.Start> starts) {
        Map<PartitionAssignment, Position> first = new HashMap<>(parts.feeds().positions());
        first.keySet().removeIf(assignment -> isCommitted(starts, assignment));
        if (!parts.committer().commitFirst(first, parts.timeout())) {
            parts.epochs().requestBarrier(); // the next epoch has them
        }
    }

    private static boolean isCommitted(
            Map<TopicPartition, StartPositions.Start> starts, PartitionAssignment assignment) {
        StartPositions.Start start = starts.get(
                new TopicPartition(assignment.topic(), assignment.partition().partition()));
        return start == null || start.committed();
    }

    private void open(TopicPartition partition, StartPositions.Start start) {
        PartitionAssignment assignment = new PartitionAssignment(
                new SourcePartition(partition.topic(), partition.partition()),
                nextNumber++,
                start.firstPartitionCount());
        Position position = start.position();
        parts.consumer()
                .seek(
                        partition,
                        CommitMetadata.stateless(start.firstPartitionCount()).with(position));
        if (start.committed()) {
            parts.committer().startedAt(assignment, position);
        }
        SourceRoutes.Route route = parts.routes().of(partition.topic());
        parts.feeds()
                .add(new PartitionFeed(assignment, position, route.exchange().laneOf(assignment), route.entry()));
        route.exchange().open(new LaneEvent.Opening(assignment));
        parts.consumer().pause(List.of(partition)); // the next poll decides whether it may be read
    }

    private void changed(String how, Collection<TopicPartition> partitions) {
        LOG.info(
                "Topology '{}': partitions {} {}, {} in all now",
                parts.topology(),
                partitions,
                how,
                parts.feeds().assigned().size());
        onChange.accept(parts.feeds().assigned());
    }
}
