package io.millrace.internal.kafka;

import io.millrace.internal.epoch.PartitionAssignment;
import io.millrace.internal.epoch.Position;
import io.millrace.internal.state.ShardState;
import io.millrace.internal.state.StateStores;
import io.millrace.runtime.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commits the end of an epoch as state, outputs and offsets in one transaction, which {@link CommitWorker} runs.
 *
 * <p>A commit that is refused or lost is tried again with what is still owned by then, and with our place in the group at that
 * time, for as long as it takes; the records of the next epoch flow meanwhile. A shard of which anything was taken away is
 * dropped with all that it changed: neither state of a partition nor an output that came from it must ever be durable without the partition's offset.
 *
 * <p>Confined to the source worker.
 */
final class TransactionCommitter implements Committer {

    private static final Logger LOG = LoggerFactory.getLogger(TransactionCommitter.class);
    private static final long RETRY_NANOS = 100_000_000;

    private final String topology;
    private final Consumer<byte[], byte[]> consumer;
    private final StateStores stores;
    private final OutputBuffers buffers;
    private final CommitWorker worker;
    private final TimeSource time;
    private final CommittedPositions committed;
    private EpochEnd end = new EpochEnd(Map.of());
    private List<EpochBuffer> outputs = List.of();
    private long epoch;
    private long retryAt;
    private boolean failing;

    TransactionCommitter(
            String topology,
            Consumer<byte[], byte[]> consumer,
            StateStores stores,
            OutputBuffers buffers,
            CommitWorker worker,
            TimeSource time) {
        this.topology = topology;
        this.consumer = consumer;
        this.stores = stores;
        this.buffers = buffers;
        this.worker = worker;
        this.time = time;
        this.committed = new CommittedPositions();
    }

    @Override
    public void startedAt(PartitionAssignment assignment, Position position) {
        committed.add(assignment, position);
    }

    @Override
    public void begin(Map<PartitionAssignment, Position> newEnd) {
        end = new EpochEnd(newEnd);
        outputs = buffers.takeSealed();
        epoch++;
        retryAt = time.nanoTime();
    }

    @Override
    public boolean advance() {
        boolean durable = advanceCommit();
        if (durable) {
            outputs = List.of();
        }
        return durable;
    }

    /** Never is: the committer's thread wakes ours. */
    @Override
    public boolean isAnswerPending() {
        return false;
    }

    @Override
    public long sentAt() {
        return time.nanoTime();
    }

    @Override
    public void awaitAnswer(Duration timeout) {
        // Answers come by themselves.
    }

    private boolean advanceCommit() {
        if (worker.isBusy()) {
            return false; // it reads the state: nobody may close that, even if all of it was taken away
        }
        CommitOutcome outcome = worker.takeOutcome();
        if (outcome != null && isDurable(outcome)) {
            return true;
        }
        end.dropDiscarded();
        if (end.isEmpty()) {
            return true;
        }
        if (time.nanoTime() - retryAt < 0) {
            return false;
        }
        EpochCommit commit = commit(consumer.groupMetadata());
        if (commit.isEmpty()) {
            return true;
        }
        submit(commit);
        return false;
    }

    private boolean isDurable(CommitOutcome outcome) {
        Exception obstacle = outcome.obstacle();
        if (obstacle != null) {
            retryAt = time.nanoTime() + RETRY_NANOS;
            tell(obstacle);
            return false;
        }
        committed.addAll(end.positions());
        if (failing) {
            failing = false;
            LOG.atInfo()
                    .addKeyValue("millrace.topology", topology)
                    .addKeyValue("millrace.epoch", epoch)
                    .log("Topology '{}': commits are made again, with commit {}", topology, epoch);
        }
        return true;
    }

    private void tell(Exception obstacle) {
        if (!failing) {
            failing = true;
            LOG.atWarn()
                    .addKeyValue("millrace.topology", topology)
                    .addKeyValue("millrace.epoch", epoch)
                    .log(
                            "Topology '{}': commit {} was not made ({}); records flow on, and it is tried again"
                                    + " until it succeeds",
                            topology,
                            epoch,
                            obstacle.getClass().getName());
        }
    }

    private void submit(EpochCommit commit) {
        if (isMember(commit.member())) {
            worker.submit(commit);
        } else {
            retryAt = time.nanoTime() + RETRY_NANOS;
        }
    }

    /** Kafka checks nothing where there is no place in the group to check, not even whether the partitions have a new owner. */
    private static boolean isMember(ConsumerGroupMetadata member) {
        return member.generationId() >= 0 && !member.memberId().isEmpty();
    }

    /** What has changed or made outputs travels with its positions, even if those have not moved. */
    private EpochCommit commit(ConsumerGroupMetadata member) {
        Set<PartitionAssignment> sources = new HashSet<>();
        outputs.forEach(buffer -> sources.addAll(buffer.sources()));
        Map<PartitionAssignment, Position> alone = end.withoutShard();
        List<ShardEnd> shards = new ArrayList<>();
        end.byShard().forEach((shard, positions) -> {
            ShardState state = stores.of(shard);
            if (state == null) {
                throw new IllegalStateException("Shard %s flows though its state is not open".formatted(shard));
            }
            if (state.loggedStores().isEmpty()) {
                alone.putAll(positions);
            } else {
                boolean due = committed.haveMoved(positions) || !Collections.disjoint(sources, positions.keySet());
                shards.add(new ShardEnd(state, positions, due));
            }
        });
        alone.entrySet()
                .removeIf(position -> committed.contains(position.getKey(), position.getValue())
                        && !sources.contains(position.getKey()));
        return new EpochCommit(new CommitId(worker.transactionalId(), epoch), shards, alone, outputs, member);
    }
}
