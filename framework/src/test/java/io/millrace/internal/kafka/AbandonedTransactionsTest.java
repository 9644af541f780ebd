package io.millrace.internal.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.internal.epoch.Position;
import io.millrace.internal.plan.Plan;
import io.millrace.internal.plan.SinkPlan;
import io.millrace.internal.state.StateStores;
import io.millrace.runtime.StateSettings;
import io.millrace.support.ManualTime;
import io.millrace.topology.StartPosition;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class AbandonedTransactionsTest {

    private static final TopicPartition INPUT = new TopicPartition("in", 0);
    private static final String FORMER = "app-cards-former";

    private final ManualTime time = new ManualTime();
    private final FakeChangelogs cluster = new FakeChangelogs();
    private final AbandonedTransactions abandoned = abandoned(SinkPlan.Sending.WITH_CHECKPOINT);

    @Test
    void oneThatStaysOpenIsEnded() {
        cluster.transactions.add(open(FORMER, 1));
        tookOver(abandoned, FORMER);

        pass(abandoned, Duration.ofMillis(900));
        assertThat(cluster.fenced).isEmpty();
        pass(abandoned, Duration.ofMillis(300));

        assertThat(cluster.fenced).containsExactly(FORMER);
    }

    @Test
    void oneThatIsFollowedByAnotherIsALivingMembers() {
        cluster.transactions.add(open(FORMER, 1));
        tookOver(abandoned, FORMER);
        pass(abandoned, Duration.ofMillis(500));

        cluster.transactions.clear();
        cluster.transactions.add(open(FORMER, 2));
        pass(abandoned, Duration.ofSeconds(5));

        assertThat(cluster.fenced).isEmpty();
    }

    @Test
    void whoHasNoneOpenIsLeftAlone() {
        tookOver(abandoned, FORMER);
        pass(abandoned, Duration.ofMillis(100));
        cluster.transactions.add(open(FORMER, 1));

        pass(abandoned, Duration.ofSeconds(5));

        assertThat(cluster.fenced).isEmpty();
    }

    @Test
    void ourOwnIsNotAbandoned() {
        cluster.transactions.add(open("app-cards-own", 1));
        tookOver(abandoned, "app-cards-own");

        pass(abandoned, Duration.ofSeconds(5));

        assertThat(cluster.fenced).isEmpty();
    }

    @Test
    void whereOutputsLeaveAtOnceNobodyIsAskedFor() {
        AbandonedTransactions atLeastOnce = abandoned(SinkPlan.Sending.AT_ONCE);
        cluster.transactions.add(open(FORMER, 1));
        tookOver(atLeastOnce, FORMER);

        pass(atLeastOnce, Duration.ofSeconds(5));

        assertThat(cluster.fenced).isEmpty();
    }

    private void tookOver(AbandonedTransactions transactions, String committer) {
        transactions.tookOver(
                Map.of(
                        INPUT,
                        Optional.of(CommitMetadata.alone(1, new CommitId(committer, 3))
                                .with(new Position(10, null)))),
                time.nanoTime());
    }

    private void pass(AbandonedTransactions transactions, Duration duration) {
        for (long passed = 0; passed <= duration.toMillis(); passed += 100) {
            transactions.advance(time.nanoTime());
            time.advance(Duration.ofMillis(100));
        }
    }

    private static OpenTransaction open(String transactionalId, long startedAt) {
        return new OpenTransaction(INPUT, 7, transactionalId, Instant.ofEpochMilli(startedAt), false);
    }

    private AbandonedTransactions abandoned(SinkPlan.Sending sending) {
        Plan plan =
                new Plan("cards", List.of(), List.of(), List.of(), List.of(new SinkPlan("write", sending, false, "")));
        RestoreParts parts = new RestoreParts(
                "cards",
                new Changelogs(plan, "app-cards"),
                new StateStores(plan, "app-cards", StateSettings.defaults(), time),
                cluster,
                new RestoredStarts(cluster, topic -> StartPosition.earliest()),
                time,
                () -> {});
        return new AbandonedTransactions(parts, "app-cards-own");
    }
}
