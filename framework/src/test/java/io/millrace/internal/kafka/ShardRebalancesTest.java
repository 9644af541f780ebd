package io.millrace.internal.kafka;

import static io.millrace.internal.kafka.SteppedShards.PAYMENTS;
import static io.millrace.internal.kafka.SteppedShards.PLAIN;
import static io.millrace.internal.kafka.SteppedShards.REFUNDS;
import static io.millrace.internal.kafka.SteppedShards.TOTALS;
import static io.millrace.internal.kafka.SteppedShards.partition;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.internal.epoch.PartitionAssignment;
import io.millrace.internal.epoch.Position;
import io.millrace.internal.epoch.Shard;
import io.millrace.runtime.RestoreProgress;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the source does with partitions that have state when they are assigned, revoked or lost. */
class ShardRebalancesTest {

    private static final String GROUP = "payments+refunds";

    private final SteppedShards shards = new SteppedShards();
    private final FakeConsumer consumer = shards.consumer;
    private final WorkerBehind behind = shards.behind;

    @Test
    void anAssignmentAsksNothingOnThePollThread() {
        shards.assign(PAYMENTS, REFUNDS, PLAIN);

        assertThat(shards.cluster.asked).isEmpty();
        assertThat(consumer.waits).isZero();
    }

    @Test
    void partitionsWithStateStandStillUntilItIsRestored() {
        shards.checkpointed(10, 5).assign(PAYMENTS, REFUNDS);
        consumer.addRecords(PAYMENTS, 0, 20);

        shards.step();

        assertThat(consumer.paused()).containsExactlyInAnyOrder(PAYMENTS, REFUNDS);
        assertThat(behind.seen).isEmpty();
    }

    @Test
    void restoredPartitionsGoOnAtTheirCommittedOffsets() {
        shards.checkpointed(10, 5).assign(PAYMENTS, REFUNDS);
        shards.restore();
        shards.step();
        consumer.addRecords(PAYMENTS, 10, 1);
        consumer.addRecords(REFUNDS, 5, 1);

        shards.step();

        assertThat(behind.seen)
                .containsExactlyInAnyOrder("opening payments-0", "opening refunds-0", "payments-0 10", "refunds-0 5");
        assertThat(behind.seen.subList(0, 2)).allMatch(seen -> seen.startsWith("opening"));
    }

    @Test
    void partitionsWithoutStateFlowMeanwhile() {
        shards.cluster.log(TOTALS).change("ann", "perhaps"); // the restore can't end
        shards.cluster.committed.put(PLAIN, SteppedRestore.committed(7));
        shards.assign(PAYMENTS, REFUNDS, PLAIN);
        shards.restore();
        shards.step();
        consumer.addRecords(PLAIN, 7, 1);

        shards.step();

        assertThat(behind.seen).containsExactly("opening plain-0", "plain-0 7");
        assertThat(behind.opened).extracting(PartitionAssignment::shard).containsOnlyNulls();
        assertThat(shards.worker.restoring()).containsExactlyInAnyOrder(partition(PAYMENTS), partition(REFUNDS));
    }

    @Test
    void aPartitionWithoutStateThatBeginsAnewFlowsOnceItsBeginningIsCommitted() {
        shards.cluster.starts.put(PLAIN, 7L);
        shards.assign(PLAIN);
        shards.restore();
        shards.step();
        shards.step();
        consumer.addRecords(PLAIN, 7, 1);
        shards.step();

        assertThat(consumer.groupOffsets).containsEntry(PLAIN, SteppedRestore.committed(7));
        assertThat(behind.seen).contains("plain-0 7");
    }

    @Test
    void aPartitionWithoutStateWaitsForAnOffsetThatADeadMemberWasAboutToCommit() {
        shards.checkpointed(10, 5);
        shards.cluster.committed.put(
                PLAIN, CommitMetadata.alone(4, new CommitId("app-cards-1", 1)).with(new Position(7, null)));
        shards.cluster.unstable.add(PLAIN);
        shards.cluster.transactions.add(new OpenTransaction(PLAIN, 7, "app-cards-1", Instant.EPOCH, false));

        shards.assign(PAYMENTS, REFUNDS, PLAIN);
        shards.restore();
        shards.step();

        assertThat(shards.worker.restoring()).containsExactly(partition(PLAIN));
        assertThat(behind.seen).containsExactlyInAnyOrder("opening payments-0", "opening refunds-0");
        for (int turn = 0; turn < 5; turn++) {
            shards.restore(); // 400 ms
        }
        assertThat(shards.cluster.fenced).containsExactly("app-cards-1");
        shards.cluster.unstable.clear();
        shards.restore();
        shards.step();
        assertThat(shards.worker.restoring()).isEmpty();
        assertThat(behind.seen).contains("opening plain-0");
    }

    @Test
    void aPartitionWithoutStateThatIsRevokedBeforeItFlowsIsGivenUpAtOnce() {
        shards.assign(PLAIN);

        shards.assign();
        shards.restore();
        shards.step();

        assertThat(behind.seen).isEmpty();
        assertThat(shards.worker.assignment()).isEmpty();
    }

    @Test
    void theInputsOfAShardHaveTheSameState() {
        shards.checkpointed(10, 5).assign(PAYMENTS, REFUNDS);
        shards.restore();
        shards.step();

        assertThat(behind.opened).extracting(PartitionAssignment::shard).doesNotContainNull();
        assertThat(Set.copyOf(behind.opened.stream()
                        .map(PartitionAssignment::shard)
                        .map(Objects::requireNonNull)
                        .toList()))
                .hasSize(1)
                .allSatisfy(shard -> assertThat(shards.stores.of(shard)).isNotNull());
    }

    @Test
    void whatIsRestoredIsAssignedToo() {
        shards.assign(PAYMENTS, REFUNDS, PLAIN);

        assertThat(shards.worker.assignment())
                .containsExactlyInAnyOrder(partition(PAYMENTS), partition(REFUNDS), partition(PLAIN));
        assertThat(shards.worker.restoring()).isEqualTo(shards.worker.assignment());
        assertThat(shards.assignments).last().isEqualTo(shards.worker.assignment());
    }

    @Test
    void whatFlowsIsNotRestoredAnyMore() {
        shards.checkpointed(10, 5).assign(PAYMENTS, REFUNDS);
        shards.restore();
        shards.step();

        assertThat(shards.worker.restoring()).isEmpty();
        assertThat(shards.worker.assignment()).containsExactlyInAnyOrder(partition(PAYMENTS), partition(REFUNDS));
    }

    @Test
    void allIsRestoredOnceNothingIsLeft() {
        assertThat(shards.worker.hasRestored()).isFalse();
        shards.checkpointed(10, 5).assign(PAYMENTS, REFUNDS);
        assertThat(shards.worker.hasRestored()).isFalse();

        shards.restore();
        shards.step();
        assertThat(shards.worker.hasRestored()).isTrue();

        shards.assign();
        shards.assign(PAYMENTS, REFUNDS);
        assertThat(shards.worker.hasRestored()).isTrue();
    }

    @Test
    void aMemberThatIsAssignedNothingHasNothingToRestore() {
        shards.rebalances.onPartitionsAssigned(List.of());

        assertThat(shards.worker.hasRestored()).isTrue();
    }

    @Test
    void aShardWaitsForAllItsInputs() {
        shards.checkpointed(10, 5).assign(PAYMENTS);
        shards.restore();
        shards.step();
        assertThat(behind.seen).isEmpty();
        assertThat(shards.worker.restoring()).containsExactly(partition(PAYMENTS));

        shards.rebalances.onPartitionsAssigned(List.of());
        shards.assign(PAYMENTS, REFUNDS);
        shards.restore();
        shards.step();

        assertThat(behind.seen).containsExactlyInAnyOrder("opening payments-0", "opening refunds-0");
    }

    @Test
    void aShardThatIsRevokedWhileItIsRestoredIsGivenUpAtOnce() {
        shards.checkpointed(10, 5).assign(PAYMENTS, REFUNDS);
        shards.restoreWorker.doWork();

        shards.assign();
        shards.restore();
        shards.step();

        assertThat(behind.seen).as("neither an opening nor a barrier").isEmpty();
        assertThat(shards.stores.isOpen(GROUP, 0)).isFalse();
        assertThat(shards.worker.assignment()).isEmpty();
        assertThat(shards.worker.restoring()).isEmpty();
    }

    @Test
    void aShardThatIsLostWhileItIsRestoredIsGivenUpAtOnce() {
        shards.checkpointed(10, 5).assign(PAYMENTS, REFUNDS);
        shards.restoreWorker.doWork();

        shards.rebalances.onPartitionsLost(List.of(PAYMENTS, REFUNDS));
        shards.restore();
        shards.step();

        assertThat(behind.seen).isEmpty();
        assertThat(shards.stores.isOpen(GROUP, 0)).isFalse();
    }

    @Test
    void aShardThatIsLostBetweenItsRestoreAndItsOpeningIsNotOpened() {
        shards.checkpointed(10, 5).assign(PAYMENTS, REFUNDS);
        shards.restore();

        shards.rebalances.onPartitionsLost(List.of(PAYMENTS, REFUNDS));
        shards.restore();
        shards.step();

        assertThat(behind.seen).isEmpty();
        assertThat(shards.stores.isOpen(GROUP, 0)).isFalse();
    }

    @Test
    void aShardThatComesBackIsRestoredAnew() {
        shards.checkpointed(10, 5).assign(PAYMENTS, REFUNDS);
        shards.restore();
        shards.step();
        Shard first = Objects.requireNonNull(behind.opened.get(0).shard());
        shards.assign();
        shards.step();
        behind.opened.clear();

        shards.assign(PAYMENTS, REFUNDS);
        shards.restore();
        shards.step();

        assertThat(behind.opened).hasSize(2).allSatisfy(assignment -> assertThat(assignment.shard())
                .isNotNull()
                .isNotSameAs(first));
    }

    @Test
    void aRevokedShardIsProcessedAndCommittedBeforeItGoes() {
        shards.checkpointed(10, 5).assign(PAYMENTS, REFUNDS);
        shards.restore();
        shards.step();
        consumer.addRecords(PAYMENTS, 10, 3);
        shards.worker.poll(false);
        shards.worker.doWork();

        shards.assign();

        assertThat(consumer.groupOffsets).containsEntry(PAYMENTS, SteppedRestore.committed(13));
    }

    @Test
    void theOtherInputsOfAShardStopWithTheOneThatIsRevoked() {
        shards.checkpointed(10, 5).assign(PAYMENTS, REFUNDS);
        shards.restore();
        shards.step();

        shards.assign(REFUNDS);
        consumer.addRecords(REFUNDS, 5, 3);
        shards.step();
        shards.step();

        assertThat(behind.seen).doesNotContain("refunds-0 5");
        assertThat(behind.closed)
                .extracting(PartitionAssignment::partition)
                .containsExactlyInAnyOrder(partition(PAYMENTS), partition(REFUNDS));
        assertThat(shards.worker.restoring()).containsExactly(partition(REFUNDS));
    }

    @Test
    void aFreshShardFlowsOnlyOnceItsBeginningIsCommitted() {
        shards.cluster.starts.put(PAYMENTS, 7L);
        shards.assign(PAYMENTS, REFUNDS);
        consumer.answersCommits = false;
        shards.restore();
        shards.step();
        consumer.addRecords(PAYMENTS, 7, 1);
        shards.step();
        assertThat(behind.seen).doesNotContain("payments-0 7");

        consumer.answer(null);
        consumer.answersCommits = true;
        shards.step();
        shards.step();

        assertThat(consumer.groupOffsets).containsEntry(PAYMENTS, SteppedRestore.committed(7));
        assertThat(behind.seen).contains("payments-0 7");
    }

    @Test
    void restoresAreTold() {
        shards.checkpointed(10, 5).assign(PAYMENTS, REFUNDS);

        shards.restore();
        shards.step();

        assertThat(shards.restores).last().satisfies(progress -> {
            assertThat(progress.store()).isEqualTo("totals");
            assertThat(progress.partition()).isZero();
            assertThat(progress.records()).isEqualTo(1);
            assertThat(progress.bytes()).isPositive();
            assertThat(progress.done()).isTrue();
        });
    }

    @Test
    void aLongRestoreIsToldAboutEverySecond() {
        shards.checkpointed(10, 5);
        shards.cluster.log(TOTALS).change("ann", "perhaps"); // it can't end
        shards.assign(PAYMENTS, REFUNDS);

        for (int turn = 0; turn < 10; turn++) {
            shards.restore(); // 400 ms
            shards.step();
        }

        assertThat(shards.restores).hasSizeBetween(3, 4).noneMatch(RestoreProgress::done);
        assertThat(shards.restores).last().satisfies(progress -> {
            assertThat(progress.records()).isEqualTo(1);
            assertThat(progress.totalRecords()).isEqualTo(2);
        });
    }
}
