package io.millrace.internal.kafka;

import static io.millrace.internal.kafka.SteppedRestore.LIMITS;
import static io.millrace.internal.kafka.SteppedRestore.PAYMENTS;
import static io.millrace.internal.kafka.SteppedRestore.REFUNDS;
import static io.millrace.internal.kafka.SteppedRestore.TOTALS;
import static io.millrace.internal.kafka.SteppedRestore.committed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.errors.CheckpointMismatchException;
import io.millrace.errors.UnreadableChangelogException;
import io.millrace.internal.epoch.Position;
import io.millrace.internal.epoch.Shard;
import io.millrace.internal.kafka.StartPositions.Start;
import io.millrace.topology.StartPosition;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.Test;

/** The way of one shard from its assignment to the point where it may flow. */
class ShardRestoreTest {

    private static final Map<String, Long> OFFSETS = Map.of("payments", 10L, "refunds", 5L);

    private final SteppedRestore restore = new SteppedRestore();
    private final FakeChangelogs cluster = restore.cluster;

    @Test
    void theStateOfTheLastCheckpointIsLoaded() {
        restore.checkpointed();

        Shard shard = restore.begin();
        restore.stepUntilRestored();

        assertThat(restore.total(shard, "ann")).isEqualTo("100");
        assertThat(restore.limit(shard, "ann")).isEqualTo("500");
    }

    @Test
    void inputsGoOnAtTheirCommittedOffsets() {
        restore.checkpointed();

        Shard shard = restore.begin();

        assertThat(restore.stepUntilRestored())
                .isEqualTo(new RestoredShard(
                        shard,
                        Map.of(
                                PAYMENTS, new Start(new Position(10, null), 4, true),
                                REFUNDS, new Start(new Position(5, null), 4, true))));
    }

    @Test
    void aFreshShardBeginsWhereItsSourcesSay() {
        cluster.starts.putAll(Map.of(PAYMENTS, 77L, REFUNDS, 88L));

        Shard shard = restore.begin();

        assertThat(restore.stepUntilRestored())
                .isEqualTo(new RestoredShard(
                        shard,
                        Map.of(
                                PAYMENTS, new Start(new Position(77, null), 4, false),
                                REFUNDS, new Start(new Position(88, null), 4, false))));
        assertThat(cluster.wantedStarts)
                .containsExactly(Map.of(PAYMENTS, StartPosition.latest(), REFUNDS, StartPosition.latest()));
    }

    @Test
    void aShardOfPartitionsThatWereAddedLaterBeginsAtTheEarliestRecord() {
        cluster.partitionCount = 1;

        restore.begin();
        restore.stepUntilRestored();

        assertThat(cluster.wantedStarts)
                .containsExactly(Map.of(PAYMENTS, StartPosition.earliest(), REFUNDS, StartPosition.earliest()));
    }

    @Test
    void theEndIsAskedForAfterTheCommittedOffsets() {
        restore.checkpointed();
        cluster.answers = false;

        restore.begin();
        restore.step();
        cluster.answer();
        restore.step();

        assertThat(cluster.asked).containsExactly("ranges", "offsets", "ranges");
    }

    @Test
    void whatIsCommittedWhileItLoadsIsLoadedToo() {
        restore.checkpointed();
        restore.consumer.mostRecords = 1;
        Shard shard = restore.begin();
        restore.step();
        Map<String, Long> later = Map.of("payments", 11L, "refunds", 5L);
        cluster.log(TOTALS).checkpoint("ann", "101", later);
        cluster.log(LIMITS).checkpoint("bob", "501", later);
        cluster.committed.put(PAYMENTS, committed(11, "totals", "limits"));

        restore.stepUntilRestored();

        assertThat(restore.total(shard, "ann")).isEqualTo("101");
    }

    @Test
    void whatIsRemovedInTheChangelogIsNotInTheState() {
        restore.checkpointed();
        cluster.log(TOTALS).checkpoint("ann", null, OFFSETS);

        Shard shard = restore.begin();
        restore.stepUntilRestored();

        assertThat(restore.total(shard, "ann")).isNull();
    }

    @Test
    void whatWasNotCommittedIsNotInTheState() {
        restore.checkpointed();
        cluster.log(TOTALS).change("ann", "never");
        cluster.log(TOTALS).abort();

        Shard shard = restore.begin();
        restore.stepUntilRestored();

        assertThat(restore.total(shard, "ann")).isEqualTo("100");
    }

    @Test
    void anOpenTransactionHoldsItBack() {
        restore.checkpointed();
        cluster.log(TOTALS).change("ann", "perhaps");

        restore.begin();
        restore.step(Duration.ofSeconds(60));

        assertThat(restore.restored).isEmpty();
    }

    @Test
    void offsetsThatAnOpenTransactionIsAboutToCommitHoldItBack() {
        restore.checkpointed();
        cluster.unstable.add(REFUNDS);

        restore.begin();
        restore.step(Duration.ofSeconds(60));

        assertThat(restore.restored).isEmpty();
    }

    @Test
    void itGoesOnWhenTheTransactionEnds() {
        restore.checkpointed();
        cluster.unstable.add(REFUNDS);
        cluster.log(TOTALS).change("ann", "101");
        cluster.log(TOTALS).marker(Map.of("payments", 10L, "refunds", 6L));
        cluster.log(LIMITS).marker(Map.of("payments", 10L, "refunds", 6L));
        Shard shard = restore.begin();
        restore.step(Duration.ofSeconds(3));

        cluster.log(TOTALS).commit();
        cluster.log(LIMITS).commit();
        cluster.unstable.clear();
        cluster.committed.put(REFUNDS, committed(6, "totals", "limits"));
        restore.stepUntilRestored();

        assertThat(restore.total(shard, "ann")).isEqualTo("101");
    }

    @Test
    void aMismatchIsRefused() {
        restore.checkpointed();
        cluster.committed.put(PAYMENTS, committed(3, "totals", "limits"));

        restore.begin();

        assertThatExceptionOfType(CheckpointMismatchException.class).isThrownBy(restore::stepUntilRestored);
    }

    @Test
    void aMismatchIsLookedAtTwice() {
        restore.checkpointed();
        cluster.committed.put(PAYMENTS, committed(9, "totals", "limits"));
        restore.begin();
        while (cluster.asked.stream().filter("ranges"::equals).count() < 2) {
            restore.step();
        }
        restore.step();
        cluster.committed.put(PAYMENTS, committed(10, "totals", "limits"));

        restore.stepUntilRestored();

        assertThat(cluster.asked.stream().filter("offsets"::equals)).hasSize(2);
    }

    @Test
    void aStoreThatIsNewBeginsEmpty() {
        cluster.log(LIMITS).checkpoint("ann", "500", OFFSETS);
        cluster.committed.put(PAYMENTS, committed(10, "limits"));
        cluster.committed.put(REFUNDS, committed(5, "limits"));

        Shard shard = restore.begin();
        restore.stepUntilRestored();

        assertThat(restore.total(shard, "ann")).isNull();
        assertThat(restore.limit(shard, "ann")).isEqualTo("500");
    }

    @Test
    void aMarkerOfAnotherVersionIsRefused() {
        restore.checkpointed();
        cluster.log(TOTALS).append(Marker.key(), "2;whatever".getBytes());
        cluster.log(TOTALS).commit();

        restore.begin();

        assertThatExceptionOfType(UnreadableChangelogException.class)
                .isThrownBy(restore::stepUntilRestored)
                .withMessageContaining("has a checkpoint marker at offset 3 that can't be read");
    }

    @Test
    void aBrokerThatIsAwayIsAskedUntilItAnswers() {
        restore.checkpointed();
        cluster.failure = new TimeoutException();
        restore.begin();
        restore.step(Duration.ofMinutes(5));

        cluster.failure = null;

        assertThat(restore.stepUntilRestored()).isNotNull();
    }

    @Test
    void aRefusalByKafkaIsThrown() {
        cluster.failure = new TopicAuthorizationException("payments");
        restore.begin();

        assertThatThrownBy(restore::stepUntilRestored).isSameAs(cluster.failure);
    }

    @Test
    void aChangelogThatLosesItsBeginningMeanwhileIsReadAnew() {
        restore.checkpointed();
        restore.consumer.mostRecords = 1;
        Shard shard = restore.begin();
        while (restore.consumer.assignment().isEmpty() || restore.consumer.position(TOTALS) < 1) {
            restore.step();
        }
        cluster.log(TOTALS).checkpoint("bob", "7", OFFSETS);
        cluster.log(TOTALS).removeUpTo(3);

        restore.stepUntilRestored();

        assertThat(restore.total(shard, "bob")).isEqualTo("7");
        assertThat(restore.total(shard, "ann")).isNull();
    }

    @Test
    void itWaitsUntilTheStateOfTheSameShardBeforeIsClosed() {
        restore.checkpointed();
        Shard before = new Shard(SteppedRestore.KEY.group(), SteppedRestore.KEY.partition());
        restore.stores.open(before);
        restore.begin();
        restore.step(Duration.ofSeconds(60));
        assertThat(restore.restored).isEmpty();

        restore.stores.close(before);

        assertThat(restore.stepUntilRestored()).isNotNull();
    }

    @Test
    void itWaitsAlsoWhereTheStateBeforeIsOutOfUseButNotClosed() {
        restore.checkpointed();
        Shard before = new Shard(SteppedRestore.KEY.group(), SteppedRestore.KEY.partition());
        restore.stores.open(before);
        restore.stores.retire(before);
        restore.begin();
        restore.step(Duration.ofSeconds(60));

        assertThat(restore.restored).isEmpty();
    }

    @Test
    void aCancelledRestoreClosesItsState() {
        restore.checkpointed();
        Shard shard = restore.begin();
        restore.step();

        restore.restorer.cancel(shard);
        restore.step(Duration.ofSeconds(1));

        assertThat(restore.restored).isEmpty();
        assertThat(restore.stores.of(shard)).isNull();
        assertThat(restore.consumer.assignment()).isEmpty();
    }

    @Test
    void aRestoreThatWasDoneWhenItIsCancelledIsNotTaken() {
        restore.checkpointed();
        Shard shard = restore.begin();
        restore.stepUntilRestored();

        restore.restorer.cancel(shard);
        restore.step();

        assertThat(restore.restorer.take()).isEmpty();
        assertThat(restore.stores.of(shard)).isNull();
    }

    @Test
    void nothingIsReadAfterTheRestore() {
        restore.checkpointed();
        restore.begin();

        restore.stepUntilRestored();

        assertThat(restore.consumer.assignment()).isEmpty();
    }

    @Test
    void offsetsWithForeignMetadataDoNotTellThePartitionCount() {
        restore.checkpointed();
        cluster.committed.put(PAYMENTS, new OffsetAndMetadata(10, ""));
        cluster.partitionCount = 12;

        restore.begin();

        assertThat(restore.stepUntilRestored().starts())
                .containsEntry(PAYMENTS, new Start(new Position(10, null), 12, true));
    }
}
