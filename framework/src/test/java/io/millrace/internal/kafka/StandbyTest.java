package io.millrace.internal.kafka;

import static io.millrace.internal.kafka.SteppedRestore.KEY;
import static io.millrace.internal.kafka.SteppedRestore.LIMITS;
import static io.millrace.internal.kafka.SteppedRestore.PAYMENTS;
import static io.millrace.internal.kafka.SteppedRestore.TOTALS;
import static io.millrace.internal.kafka.SteppedRestore.committed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.millrace.errors.UnreadableChangelogException;
import io.millrace.internal.epoch.Shard;
import io.millrace.support.LogLines;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Copies of shards that other instances own. */
class StandbyTest {

    private static final Duration A_WHILE = Duration.ofSeconds(1);

    private final SteppedRestore restore = new SteppedRestore().checkpointed();
    private final FakeChangelogs cluster = restore.cluster;

    @Test
    void aWarmCopyFollowsTheChangelogs() {
        keepWarm(Set.of(KEY));
        restore.step(A_WHILE);

        moveOn(11, "101");
        restore.step(A_WHILE);

        assertThat(restore.consumer.position(TOTALS)).isEqualTo(cluster.log(TOTALS).end);
        assertThat(restore.restored).isEmpty();
    }

    @Test
    void aCopyIsToldAsAPartUntilItIsComplete() {
        restore.consumer.mostRecords = 1;
        keepWarm(Set.of(KEY));
        assertThat(restore.restorer.held()).isEqualTo(new Holdings(Set.of(), Set.of(KEY)));
        while (restore.consumer.assignment().isEmpty() || restore.consumer.position(TOTALS) < 1) {
            restore.step();
        }
        assertThat(restore.restorer.held()).isEqualTo(new Holdings(Set.of(), Set.of(KEY)));

        restore.step(A_WHILE);

        assertThat(restore.restorer.held()).isEqualTo(Holdings.copies(Set.of(KEY)));
    }

    @Test
    void aWarmCopyIsTakenOver() {
        keepWarm(Set.of(KEY));
        restore.step(A_WHILE);
        moveOn(11, "101");
        restore.step(A_WHILE);
        long readBefore = cluster.asked.stream().filter("ranges"::equals).count();

        Shard shard = restore.begin();
        restore.stepUntilRestored();

        assertThat(restore.total(shard, "ann")).isEqualTo("101");
        assertThat(cluster.asked.stream().filter("ranges"::equals).count() - readBefore)
                .as("only the ends are asked for: nothing is read from the beginning")
                .isEqualTo(1);
    }

    @Test
    void aWarmCopyThatLagsBehindIsCompletedFirst() {
        keepWarm(Set.of(KEY));
        restore.step(A_WHILE);
        moveOn(11, "101");

        Shard shard = restore.begin();
        restore.stepUntilRestored();

        assertThat(restore.total(shard, "ann")).isEqualTo("101");
    }

    @Test
    void whatIsNotCommittedIsNotInAWarmCopy() {
        keepWarm(Set.of(KEY));
        restore.step(A_WHILE);
        cluster.log(TOTALS).change("ann", "never");
        restore.step(A_WHILE);
        cluster.log(TOTALS).abort();

        Shard shard = restore.begin();
        restore.stepUntilRestored();

        assertThat(restore.total(shard, "ann")).isEqualTo("100");
    }

    @Test
    void aWarmCopyThatIsNotWantedAnyMoreIsClosed() {
        keepWarm(Set.of(KEY));
        restore.step(A_WHILE);

        keepWarm(Set.of());
        restore.step(A_WHILE);

        assertThat(restore.stores.isOpen(KEY.group(), KEY.partition())).isFalse();
        assertThat(restore.consumer.assignment()).isEmpty();
    }

    @Test
    void aWarmCopyThatIsStillWantedStays() {
        keepWarm(Set.of(KEY));
        restore.step(A_WHILE);
        int asked = cluster.asked.size();

        keepWarm(Set.of(KEY));
        restore.step(A_WHILE);

        assertThat(cluster.asked).hasSize(asked);
    }

    @Test
    void aShardThatGoesToAnotherInstanceIsKeptWarmFromThereOn() {
        Shard shard = restore.begin();
        restore.stepUntilRestored();
        restore.restorer.take();

        keepWarm(Set.of(KEY));
        restore.step(A_WHILE);
        restore.stores.close(shard);
        restore.step(A_WHILE);

        assertThat(restore.consumer.position(TOTALS)).isEqualTo(cluster.log(TOTALS).end);
    }

    @Test
    void aCopyThatAnotherVersionWritesIsGivenUpAndTheOthersStay() {
        ShardKey other = new ShardKey(KEY.group(), 2);
        keepWarm(Set.of(KEY, other));
        restore.step(A_WHILE);

        List<String> lines = LogLines.of(RestoreWorker.class, this::markAsAnotherVersion);

        assertThat(lines)
                .singleElement()
                .asString()
                .startsWith("WARN Topology 'cards': gives up its copy of shard payments+refunds-1.")
                .contains("'app-cards-totals-changelog' has a checkpoint marker at offset 3 that can't be read");
        assertThat(restore.stores.isOpen(KEY.group(), KEY.partition())).isFalse();
        assertThat(restore.stores.isOpen(KEY.group(), other.partition())).isTrue();
        assertThat(restore.consumer.assignment()).doesNotContain(TOTALS, LIMITS).hasSize(2);
        assertThat(restore.restorer.held().copies()).containsExactly(other);
    }

    @Test
    void aShardWhoseCopyWasGivenUpIsRefusedIfItBecomesOurs() {
        keepWarm(Set.of(KEY));
        restore.step(A_WHILE);
        markAsAnotherVersion();

        restore.begin();

        assertThatExceptionOfType(UnreadableChangelogException.class).isThrownBy(restore::stepUntilRestored);
    }

    @Test
    void aCopyThatWasGivenUpCanBeDropped() {
        keepWarm(Set.of(KEY));
        restore.step(A_WHILE);
        markAsAnotherVersion();

        keepWarm(Set.of());
        restore.step(A_WHILE);

        assertThat(restore.consumer.assignment()).isEmpty();
    }

    @Test
    void whatThisInstanceOwnsIsNotKeptTwice() {
        restore.restorer.own(Set.of(KEY), List.of());

        keepWarm(Set.of(KEY));
        restore.step(A_WHILE);

        assertThat(restore.stores.isOpen(KEY.group(), KEY.partition())).isFalse();
    }

    private void keepWarm(Set<ShardKey> shards) {
        restore.restorer.standby(shards);
        restore.restorer.keepWarm();
    }

    private void markAsAnotherVersion() {
        cluster.log(TOTALS).append(Marker.key(), "2;whatever".getBytes());
        cluster.log(TOTALS).change("ann", "in another form");
        cluster.log(TOTALS).commit();
        restore.step(A_WHILE);
    }

    private void moveOn(long payments, String total) {
        Map<String, Long> offsets = Map.of("payments", payments, "refunds", 5L);
        cluster.log(TOTALS).checkpoint("ann", total, offsets);
        cluster.log(LIMITS).checkpoint("ann", "500", offsets);
        cluster.committed.put(PAYMENTS, committed(payments, "totals", "limits"));
    }
}
