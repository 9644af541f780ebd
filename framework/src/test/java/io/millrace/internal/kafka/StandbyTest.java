package io.millrace.internal.kafka;

import static io.millrace.internal.kafka.SteppedRestore.KEY;
import static io.millrace.internal.kafka.SteppedRestore.LIMITS;
import static io.millrace.internal.kafka.SteppedRestore.PAYMENTS;
import static io.millrace.internal.kafka.SteppedRestore.TOTALS;
import static io.millrace.internal.kafka.SteppedRestore.committed;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.internal.epoch.Shard;
import java.time.Duration;
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
    void whatThisInstanceOwnsIsNotKeptTwice() {
        restore.restorer.own(Set.of(KEY));

        keepWarm(Set.of(KEY));
        restore.step(A_WHILE);

        assertThat(restore.stores.isOpen(KEY.group(), KEY.partition())).isFalse();
    }

    private void keepWarm(Set<ShardKey> shards) {
        restore.restorer.standby(shards);
        restore.restorer.keepWarm();
    }

    private void moveOn(long payments, String total) {
        Map<String, Long> offsets = Map.of("payments", payments, "refunds", 5L);
        cluster.log(TOTALS).checkpoint("ann", total, offsets);
        cluster.log(LIMITS).checkpoint("ann", "500", offsets);
        cluster.committed.put(PAYMENTS, committed(payments, "totals", "limits"));
    }
}
