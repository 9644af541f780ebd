package io.millrace.internal.kafka;

import static io.millrace.internal.kafka.SteppedShards.TOTALS;
import static io.millrace.internal.kafka.SteppedShards.partition;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.millrace.errors.InputsChangedException;
import io.millrace.internal.epoch.PartitionAssignment;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the source does with the inputs of state that is not divided. */
class UndividedShardsTest {

    private static final TopicPartition[] ALL = inputs(2);
    private static final ShardKey SHARD = new ShardKey("payments+refunds", 0);

    private final SteppedShards shards = SteppedShards.undivided();
    private final FakeConsumer consumer = shards.consumer;
    private final WorkerBehind behind = shards.behind;

    @BeforeEach
    void topics() {
        consumer.topic("payments", 3);
        consumer.topic("refunds", 3);
        shards.cluster.partitionCount = 2;
        checkpoint();
    }

    @Test
    void allInputsFlowTogetherWithOneState() {
        shards.assign(ALL);
        flow();

        assertThat(shards.worker.restoring()).isEmpty();
        assertThat(behind.opened).hasSize(4);
        assertThat(behind.opened.stream().map(PartitionAssignment::shard).distinct())
                .singleElement()
                .satisfies(shard -> assertThat(shard.partition()).isZero());
    }

    @Test
    void someOfThemDoNotFlow() {
        shards.assign(ALL[0], ALL[1], ALL[2]);
        flow();
        consumer.addRecords(ALL[0], 10, 3);
        flow();

        assertThat(behind.seen).isEmpty();
        assertThat(consumer.paused()).containsExactlyInAnyOrder(ALL[0], ALL[1], ALL[2]);
        assertThat(shards.worker.restoring()).hasSize(3);
        assertThat(shards.worker.hasRestored()).isFalse();
    }

    @Test
    void whatWasMissingCompletesThem() {
        shards.assign(ALL[0], ALL[1], ALL[2]);
        flow();

        shards.assign(ALL);
        flow();

        assertThat(behind.opened).hasSize(4);
        assertThat(shards.worker.restoring()).isEmpty();
    }

    @Test
    void theOthersStopWithTheOneThatIsRevoked() {
        shards.assign(ALL);
        flow();

        shards.assign(ALL[0], ALL[1], ALL[2]);
        consumer.addRecords(ALL[0], 10, 3);
        flow();

        assertThat(behind.closed).hasSize(4);
        assertThat(behind.seen).doesNotContain(ALL[0] + " 10");
        assertThat(shards.worker.restoring()).hasSize(3);
    }

    @Test
    void theOthersAreVoidWithTheOneThatIsLost() {
        shards.assign(ALL);
        flow();

        shards.rebalances.onPartitionsLost(List.of(ALL[3]));

        assertThat(behind.opened).allMatch(PartitionAssignment::isDiscarded);
    }

    @Test
    void aPartitionThatIsAddedEndsTheRunWithACheckpoint() {
        shards.assign(ALL);
        flow();
        consumer.addRecords(ALL[0], 10, 3);
        shards.worker.poll(false);
        shards.worker.doWork();

        shards.assign(inputs(3));

        assertThatExceptionOfType(InputsChangedException.class)
                .isThrownBy(this::flow)
                .withMessageContaining("[payments-2, refunds-2]");
        assertThat(consumer.groupOffsets).containsEntry(ALL[0], SteppedRestore.committed(13));
        assertThat(shards.worker.isDrained()).isFalse();
    }

    @Test
    void nothingFlowsFromAPartitionThatIsAdded() {
        shards.assign(ALL);
        flow();

        shards.assign(inputs(3));

        assertThat(consumer.paused()).contains(new TopicPartition("payments", 2), new TopicPartition("refunds", 2));
        assertThat(shards.worker.restoring())
                .containsExactlyInAnyOrder(
                        partition(new TopicPartition("payments", 2)), partition(new TopicPartition("refunds", 2)));
    }

    @Test
    void theRunEndsForAnAddedPartitionThoughItIsTakenAwayMeanwhile() {
        shards.assign(ALL);
        flow();
        shards.assign(inputs(3));

        shards.assign();

        assertThatExceptionOfType(InputsChangedException.class).isThrownBy(this::flow);
    }

    @Test
    void whoIsToldToStopStopsAlthoughAPartitionWasAdded() {
        shards.assign(ALL);
        flow();
        shards.assign(inputs(3));

        shards.worker.requestDrain();
        flow();

        assertThat(shards.worker.isDrained()).isTrue();
    }

    @Test
    void aPartitionThatIsAddedDuringTheRestoreBelongsToIt() {
        shards.assign(ALL);
        shards.restoreWorker.doWork();
        shards.cluster.partitionCount = 3;

        shards.assign(inputs(3));
        flow();

        assertThat(behind.opened).hasSize(6);
    }

    @Test
    void aStandbyHasRestoredWhenItsCopyIsComplete() {
        shards.cluster.log(TOTALS).change("ann", "8 bytes!"); // it can't be read to its end
        shards.restorer.standby(Set.of(SHARD));
        shards.rebalances.onPartitionsAssigned(List.of());
        flow();
        assertThat(shards.worker.hasRestored()).isFalse();

        shards.cluster.log(TOTALS).commit();
        flow();

        assertThat(shards.worker.hasRestored()).isTrue();
        assertThat(shards.worker.assignment()).isEmpty();
        assertThat(shards.worker.restoring()).isEmpty();
    }

    /** Lets everybody work for a while. */
    private void flow() {
        for (int turn = 0; turn < 3; turn++) {
            shards.restore();
            shards.step();
            shards.time.advance(Duration.ofMillis(200));
        }
    }

    private void checkpoint() {
        Map<TopicPartition, Long> offsets = new HashMap<>();
        for (TopicPartition input : ALL) {
            offsets.put(input, 10L);
            shards.cluster.committed.put(input, SteppedRestore.committed(10, "totals"));
        }
        shards.cluster.log(TOTALS).undividedMarker(offsets);
        shards.cluster.log(TOTALS).commit();
    }

    private static TopicPartition[] inputs(int partitions) {
        TopicPartition[] inputs = new TopicPartition[2 * partitions];
        for (int number = 0; number < partitions; number++) {
            inputs[2 * number] = new TopicPartition("payments", number);
            inputs[2 * number + 1] = new TopicPartition("refunds", number);
        }
        return inputs;
    }
}
