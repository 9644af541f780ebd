package io.millrace.internal.kafka;

import io.millrace.internal.epoch.PartitionAssignment;
import io.millrace.internal.epoch.Position;
import io.millrace.support.ManualTime;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;

/** A producer of commits on a cluster that fails as the test says, and two shards whose state it commits. */
final class SteppedCommits {

    static final String ID = "app-cards-1";
    static final String PROFILES = "app-cards-profiles-changelog";
    static final String TOTALS = "app-cards-totals-changelog";
    static final int LIMIT = 1_000;
    static final ConsumerGroupMetadata MEMBER = FakeConsumer.member(3, "member");

    final ManualTime time = new ManualTime();
    final ChangedState state = new ChangedState(time);
    final FakeTransactions kafka = new FakeTransactions();
    final Latencies latencies = new Latencies(time);
    final CommitProducer producer = new CommitProducer(
            kafka::newProducer,
            kafka::lookUp,
            new ChangelogTopics(
                    "cards",
                    List.of(
                            new ChangelogTopic("profiles", PROFILES, LIMIT),
                            new ChangelogTopic("totals", TOTALS, LIMIT)),
                    time),
            new OutputRecords(time),
            latencies);
    /** Those of the epoch that is committed. */
    List<EpochBuffer> outputs = List.of();

    final PartitionAssignment first = state.assign(0);
    final PartitionAssignment second = state.assign(1);

    CommitOutcome commit(long epoch, ShardEnd... shards) {
        state.seal();
        return tryAgain(epoch, shards);
    }

    CommitOutcome tryAgain(long epoch, ShardEnd... shards) {
        return commit(epoch, List.of(shards), Map.of());
    }

    /** Commits positions without state, too. */
    CommitOutcome commit(long epoch, List<ShardEnd> shards, Map<PartitionAssignment, Position> alone) {
        return producer.commit(new EpochCommit(new CommitId(ID, epoch), shards, alone, outputs, MEMBER));
    }

    ShardEnd moved(PartitionAssignment assignment, long offset) {
        return new ShardEnd(state.of(assignment), Map.of(assignment, new Position(offset, null)), true);
    }

    ShardEnd still(PartitionAssignment assignment, long offset) {
        return new ShardEnd(state.of(assignment), Map.of(assignment, new Position(offset, null)), false);
    }

    int sealed(PartitionAssignment assignment) {
        int[] count = new int[1];
        state.of(assignment).forEachSealed((store, key, value, timestamp) -> count[0]++);
        return count[0];
    }
}
