package io.millrace.internal.kafka;

import static io.millrace.internal.kafka.SteppedRestore.committed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.millrace.errors.CheckpointMismatchException;
import io.millrace.errors.ShuffleChangedException;
import io.millrace.internal.epoch.Position;
import io.millrace.internal.epoch.Shard;
import io.millrace.internal.kafka.StartPositions.Start;
import io.millrace.internal.plan.Division;
import io.millrace.support.LogLines;
import io.millrace.topology.StartPosition;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** The way of state that is not divided, from the assignment of its inputs to the point where they may flow. */
class UndividedRestoreTest {

    private static final int PARTITIONS = 4;
    private static final ShardKey KEY = new ShardKey("payments+refunds", 0);
    private static final TopicPartition TOTALS = new TopicPartition("app-cards-totals-changelog", 0);
    private static final TopicPartition LIMITS = new TopicPartition("app-cards-limits-changelog", 0);
    private static final TopicPartition LAST = new TopicPartition("refunds", PARTITIONS - 1);
    private static final Duration A_WHILE = Duration.ofSeconds(1);

    private final SteppedRestore restore = new SteppedRestore(Division.UNDIVIDED);
    private final FakeChangelogs cluster = restore.cluster;
    private final Set<TopicPartition> inputs = inputs(PARTITIONS);

    @Test
    void theStateOfTheLastCheckpointIsLoadedFromOnePartition() {
        checkpoint("100");

        Shard shard = restore.restorer.begin(KEY, inputs);
        restore.stepUntilRestored();

        assertThat(restore.total(shard, "ann")).isEqualTo("100");
    }

    @Test
    void everyInputGoesOnAtItsCommittedOffset() {
        checkpoint("100");
        restore.restorer.begin(KEY, inputs);

        Map<TopicPartition, Start> starts = restore.stepUntilRestored().starts();

        assertThat(starts).containsOnlyKeys(inputs);
        assertThat(starts).containsEntry(LAST, new Start(new Position(offset(LAST), null), 4, true));
    }

    @Test
    void itWaitsForPartitionsThatAreNotAssignedAndSaysSo() {
        checkpoint("100");
        inputs.remove(LAST);

        List<String> lines = LogLines.of(InputsWatch.class, () -> {
            restore.restorer.begin(KEY, inputs);
            restore.step(Duration.ofSeconds(15));
        });

        assertThat(restore.restored).isEmpty();
        assertThat(lines)
                .hasSize(2)
                .containsOnly(
                        "WARN Topology 'cards': with 'shuffle' set to 'local' nothing is read before all partitions of its"
                                + " inputs are assigned to this instance; it waits for [refunds-3]");
    }

    @Test
    void itLoadsItsStateMeanwhile() {
        checkpoint("100");
        inputs.remove(LAST);

        restore.restorer.begin(KEY, inputs);
        restore.step(A_WHILE);

        assertThat(restore.consumer.position(TOTALS)).isEqualTo(cluster.log(TOTALS).end);
    }

    @Test
    void itGoesOnOnceKafkaKnowsOfNoOthers() {
        checkpoint("100");
        cluster.partitionCount = PARTITIONS + 1;
        restore.restorer.begin(KEY, inputs);
        restore.step(A_WHILE);
        assertThat(restore.restored).isEmpty();

        cluster.partitionCount = PARTITIONS;

        assertThat(restore.stepUntilRestored()).isNotNull();
    }

    @Test
    void aPartitionThatIsNewBeginsAtItsEarliestRecord() {
        checkpoint("100");
        cluster.partitionCount = PARTITIONS + 1;
        TopicPartition added = new TopicPartition("payments", PARTITIONS);
        cluster.starts.put(added, 7L);

        restore.restorer.begin(KEY, inputs(PARTITIONS + 1));

        assertThat(restore.stepUntilRestored().starts())
                .containsEntry(added, new Start(new Position(7, null), 4, false));
        assertThat(cluster.wantedStarts).singleElement().satisfies(wanted -> assertThat(wanted)
                .containsEntry(added, StartPosition.earliest()));
    }

    @Test
    void anOffsetOfOneInputThatIsNotThatOfTheStateIsRefused() {
        checkpoint("100");
        cluster.committed.put(LAST, committed(1, "totals", "limits"));
        restore.restorer.begin(KEY, inputs);

        assertThatExceptionOfType(CheckpointMismatchException.class)
                .isThrownBy(restore::stepUntilRestored)
                .withMessageContaining("partition 0 of changelog")
                .withMessageContaining("holds the state at offset %d of partition 3 of input 'refunds'", offset(LAST))
                .withMessageContaining("--topic refunds:3 --reset-offsets --to-offset %d", offset(LAST));
    }

    @Test
    void stateOfAnInputThatIsNotThereAnyMoreIsRefused() {
        checkpoint("100");
        cluster.partitionCount = PARTITIONS - 1;
        restore.restorer.begin(KEY, inputs(PARTITIONS - 1));

        assertThatExceptionOfType(CheckpointMismatchException.class)
                .isThrownBy(restore::stepUntilRestored)
                .withMessageContaining("of partition 3 of input");
    }

    @Test
    void stateThatWasDividedIsRefused() {
        cluster.partitionCount = 1;
        cluster.log(TOTALS).checkpoint("ann", "100", Map.of("payments", 10L, "refunds", 5L));
        cluster.log(LIMITS).checkpoint("ann", "500", Map.of("payments", 10L, "refunds", 5L));
        cluster.committed.put(new TopicPartition("payments", 0), committed(10, "totals", "limits"));
        cluster.committed.put(new TopicPartition("refunds", 0), committed(5, "totals", "limits"));
        restore.restorer.begin(KEY, inputs(1));

        assertThatExceptionOfType(ShuffleChangedException.class)
                .isThrownBy(restore::stepUntilRestored)
                .withMessage(
                        "Topology 'cards' can't go on with 'shuffle' set to 'local', because changelog"
                                + " 'app-cards-totals-changelog' holds state that is divided by partition. Set 'shuffle' to 'durable';"
                                + " or, to begin anew without state, stop all instances and delete the topology's changelogs, its"
                                + " repartition topics and its consumer group (kafka-consumer-groups --delete --group app-cards).");
    }

    @Test
    void stateThatWasNotDividedIsRefusedWhereItIs() {
        SteppedRestore divided = new SteppedRestore();
        TopicPartition totals = SteppedRestore.TOTALS;
        divided.cluster.log(totals).change("ann", "100");
        divided.cluster.log(totals).undividedMarker(Map.of(SteppedRestore.PAYMENTS, 10L));
        divided.cluster.log(totals).commit();
        divided.begin();

        assertThatExceptionOfType(ShuffleChangedException.class)
                .isThrownBy(divided::stepUntilRestored)
                .withMessageContaining("can't go on with 'shuffle' set to 'durable'")
                .withMessageContaining("holds state that is not divided by partition. Set 'shuffle' to 'local'");
    }

    @Test
    void aWarmCopyIsTakenOverWithoutReadingItAgain() {
        checkpoint("100");
        restore.restorer.standby(Set.of(KEY));
        restore.restorer.keepWarm();
        restore.step(A_WHILE);
        checkpoint("101");
        restore.step(A_WHILE);
        long readBefore = cluster.asked.stream().filter("ranges"::equals).count();

        Shard shard = restore.restorer.begin(KEY, inputs);
        restore.stepUntilRestored();

        assertThat(restore.total(shard, "ann")).isEqualTo("101");
        assertThat(cluster.asked.stream().filter("ranges"::equals).count() - readBefore)
                .isEqualTo(1);
    }

    @Test
    void copiesAreSettledOnceTheyAreComplete() {
        checkpoint("100");
        restore.consumer.mostRecords = 1;
        restore.restorer.standby(Set.of(KEY));
        restore.restorer.keepWarm();
        restore.step();
        assertThat(restore.restorer.areCopiesSettled()).isFalse();

        restore.step(A_WHILE);

        assertThat(restore.restorer.areCopiesSettled()).isTrue();
    }

    @Test
    void aCopyThatCannotBeReadIsNotWaitedFor() {
        cluster.log(TOTALS).append(Marker.key(), "9;whatever".getBytes());
        cluster.log(TOTALS).commit();
        restore.restorer.standby(Set.of(KEY));
        restore.restorer.keepWarm();
        restore.step(A_WHILE);

        assertThat(restore.restorer.areCopiesSettled()).isTrue();
        assertThat(restore.restorer.held()).isEqualTo(Holdings.NONE.withParts(Set.of(KEY)));
    }

    @Test
    void whatIsOwnedIsNoCopyToWaitFor() {
        restore.restorer.standby(Set.of(KEY));

        restore.restorer.own(Set.of(KEY), List.of());

        assertThat(restore.restorer.areCopiesSettled()).isTrue();
    }

    /** Writes both stores at the same offsets of all inputs, and commits these. */
    private void checkpoint(String total) {
        Map<TopicPartition, Long> offsets = new HashMap<>();
        inputs(PARTITIONS).forEach(input -> {
            offsets.put(input, offset(input));
            cluster.committed.put(input, committed(offset(input), "totals", "limits"));
        });
        cluster.log(TOTALS).change("ann", total);
        cluster.log(TOTALS).undividedMarker(offsets);
        cluster.log(TOTALS).commit();
        cluster.log(LIMITS).undividedMarker(offsets);
        cluster.log(LIMITS).commit();
    }

    /** Another one for each input. */
    private static long offset(TopicPartition input) {
        return 10L * (1 + input.partition()) + input.topic().length();
    }

    private static Set<TopicPartition> inputs(int partitions) {
        Set<TopicPartition> inputs = new HashSet<>();
        for (int number = 0; number < partitions; number++) {
            inputs.add(new TopicPartition("payments", number));
            inputs.add(new TopicPartition("refunds", number));
        }
        return inputs;
    }
}
