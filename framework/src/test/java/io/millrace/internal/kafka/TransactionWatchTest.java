package io.millrace.internal.kafka;

import static io.millrace.internal.kafka.SteppedRestore.PAYMENTS;
import static io.millrace.internal.kafka.SteppedRestore.TOTALS;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.support.LogLines;
import io.millrace.topology.StartPosition;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

/** What a restore does about the open transactions that it waits for. */
class TransactionWatchTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final SteppedRestore restore = new SteppedRestore().checkpointed();
    private final FakeChangelogs cluster = restore.cluster;

    @Test
    void aTransactionThatADeadMemberLeftOpenIsEnded() {
        openOn(TOTALS, transaction("app-cards-1", false));

        List<String> lines = restoreFor(Duration.ofSeconds(3));

        assertThat(cluster.fenced).containsExactly("app-cards-1");
        assertThat(lines)
                .containsExactly("INFO Topology 'cards': ends transaction 'app-cards-1' (producer 7) on"
                        + " app-cards-totals-changelog-1, open since 2026-01-01T00:00:00Z, which a former owner of shard"
                        + " payments+refunds-1 has left open");
    }

    @Test
    void endingATransactionIsTriedAgainIfItFails() {
        openOn(TOTALS, transaction("app-cards-1", false));
        cluster.fencing = CompletableFuture.failedFuture(new TimeoutException());

        List<String> lines = restoreFor(Duration.ofSeconds(14));

        assertThat(cluster.fenced).containsExactly("app-cards-1", "app-cards-1", "app-cards-1");
        assertThat(lines)
                .filteredOn(line -> line.startsWith("WARN"))
                .hasSize(2)
                .allMatch(line -> line.contains("is tried again"));
    }

    @Test
    void aTransactionThatLastsNoLongerThanALivingMembersIsLeftAlone() {
        openOn(TOTALS, transaction("app-cards-1", false));

        restore.begin();
        restore.step(Duration.ofSeconds(1));

        assertThat(cluster.fenced).isEmpty();
    }

    @Test
    void theNextTransactionOfALivingMemberIsNotTakenForTheSame() {
        openOn(TOTALS, transaction("app-cards-1", false));
        restore.begin();

        for (int second = 1; second < 10; second++) {
            cluster.transactions.set(
                    0, new OpenTransaction(TOTALS, 7, "app-cards-1", START.plusSeconds(second), false));
            restore.step(Duration.ofMillis(900));
        }

        assertThat(cluster.fenced).isEmpty();
    }

    @Test
    void aTransactionWhoseOutcomeIsDecidedIsLeftToEnd() {
        openOn(TOTALS, transaction("app-cards-1", true));

        List<String> lines = restoreFor(Duration.ofSeconds(15));

        assertThat(cluster.fenced).isEmpty();
        assertThat(lines)
                .singleElement()
                .asString()
                .startsWith("WARN")
                .contains("which should end by itself: ['app-cards-1'");
    }

    @Test
    void aTransactionThatHoldsOffsetsOnlyIsFoundByWhoCommittedLast() {
        cluster.unstable.add(PAYMENTS);
        cluster.transactions.add(new OpenTransaction(PAYMENTS, 7, "app-cards-1", START, false));

        restore.begin();
        restore.step(Duration.ofSeconds(3));

        assertThat(cluster.fenced).containsExactly("app-cards-1");
    }

    @Test
    void aTransactionOfOthersIsNotTouchedButTold() {
        openOn(TOTALS, transaction("billing", false));

        List<String> lines = restoreFor(Duration.ofSeconds(25));

        assertThat(cluster.fenced).isEmpty();
        assertThat(lines)
                .hasSize(3)
                .containsOnly(
                        "WARN Topology 'cards': the restore of shard payments+refunds-1 waits for an open transaction;"
                                + " of others: ['billing' (producer 7) on app-cards-totals-changelog-1, open since"
                                + " 2026-01-01T00:00:00Z]");
    }

    @Test
    void aTransactionOfAnotherApplicationWithALongerNameIsNotOurs() {
        openOn(TOTALS, transaction("app-cardsharks-1", false));

        restore.begin();
        restore.step(Duration.ofSeconds(5));

        assertThat(cluster.fenced).isEmpty();
    }

    @Test
    void aProducerThatNoCoordinatorKnowsIsTold() {
        openOn(TOTALS, new OpenTransaction(TOTALS, 7, null, null, false));

        List<String> lines = restoreFor(Duration.ofSeconds(5));

        assertThat(lines).singleElement().asString().contains("'unknown' (producer 7)");
    }

    @Test
    void nothingIsToldWhileReadingMoves() {
        for (int checkpoint = 0; checkpoint < 500; checkpoint++) {
            cluster.log(TOTALS).checkpoint("ann", "1", Map.of("payments", 10L, "refunds", 5L));
        }
        restore.consumer.mostRecords = 1;

        List<String> lines = restoreFor(Duration.ofSeconds(15));

        assertThat(cluster.asked).doesNotContain("transactions");
        assertThat(lines).isEmpty();
    }

    @Test
    void aClusterThatDoesNotAnswerIsAskedAgain() {
        TransactionWatch watch = new TransactionWatch(parts(), "shard payments+refunds-1");
        cluster.failure = new TimeoutException();
        openOn(TOTALS, transaction("app-cards-1", false));
        assertThat(LogLines.of(TransactionWatch.class, () -> block(watch, Duration.ofSeconds(5))))
                .singleElement()
                .asString()
                .contains("it can't be found out whose (org.apache.kafka.common.errors.TimeoutException)");

        cluster.failure = null;
        block(watch, Duration.ofSeconds(3));

        assertThat(cluster.fenced).containsExactly("app-cards-1");
    }

    private List<String> restoreFor(Duration duration) {
        restore.begin();
        return LogLines.of(TransactionWatch.class, () -> restore.step(duration));
    }

    private void block(TransactionWatch watch, Duration duration) {
        long end = restore.time.nanoTime() + duration.toNanos();
        while (restore.time.nanoTime() < end) {
            restore.time.advance(Duration.ofMillis(20));
            watch.blocked(Set.of(TOTALS), Set.of(), restore.time.nanoTime());
        }
    }

    private RestoreParts parts() {
        return new RestoreParts(
                "cards",
                new Changelogs(restore.plan, SteppedRestore.GROUP),
                restore.stores,
                cluster,
                new RestoredStarts(cluster, topic -> StartPosition.latest()),
                restore.time,
                () -> {});
    }

    private void openOn(TopicPartition changelog, OpenTransaction transaction) {
        cluster.log(changelog).change("ann", "perhaps");
        cluster.transactions.addAll(List.of(transaction));
    }

    private static OpenTransaction transaction(String transactionalId, boolean ending) {
        return new OpenTransaction(TOTALS, 7, transactionalId, START, ending);
    }
}
