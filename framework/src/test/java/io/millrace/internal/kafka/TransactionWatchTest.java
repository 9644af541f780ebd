package io.millrace.internal.kafka;

import static io.millrace.internal.kafka.SteppedRestore.PAYMENTS;
import static io.millrace.internal.kafka.SteppedRestore.TOTALS;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.millrace.internal.epoch.Shard;
import io.millrace.topology.StartPosition;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What a restore does about the open transactions that it waits for. */
class TransactionWatchTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final SteppedRestore restore = new SteppedRestore().checkpointed();
    private final FakeChangelogs cluster = restore.cluster;
    private final Logger logger = (Logger) LoggerFactory.getLogger(TransactionWatch.class);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeEach
    void listen() {
        log.start();
        logger.addAppender(log);
    }

    @AfterEach
    void stopListening() {
        logger.detachAppender(log);
    }

    @Test
    void aTransactionThatADeadMemberLeftOpenIsEnded() {
        openOn(TOTALS, transaction("app-cards-1", false));

        restore.begin();
        restore.step(Duration.ofSeconds(3));

        assertThat(cluster.fenced).containsExactly("app-cards-1");
        assertThat(log.list).singleElement().satisfies(event -> {
            assertThat(event.getLevel()).isEqualTo(Level.INFO);
            assertThat(event.getFormattedMessage())
                    .contains("'app-cards-1'", "app-cards-totals-changelog-1", "2026-01-01T00:00:00Z");
        });
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

        restore.begin();
        restore.step(Duration.ofSeconds(60));

        assertThat(cluster.fenced).isEmpty();
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

        restore.begin();
        restore.step(Duration.ofSeconds(25));

        assertThat(cluster.fenced).isEmpty();
        assertThat(log.list).hasSize(3).allSatisfy(event -> {
            assertThat(event.getLevel()).isEqualTo(Level.WARN);
            assertThat(event.getFormattedMessage())
                    .contains("'cards'", "'billing'", "app-cards-totals-changelog-1", "2026-01-01T00:00:00Z");
        });
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

        restore.begin();
        restore.step(Duration.ofSeconds(5));

        assertThat(log.list).singleElement().satisfies(event -> assertThat(event.getFormattedMessage())
                .contains("'unknown' (producer 7)"));
    }

    @Test
    void nothingIsToldWhileReadingMoves() {
        for (int checkpoint = 0; checkpoint < 500; checkpoint++) {
            cluster.log(TOTALS).checkpoint("ann", "1", Map.of("payments", 10L, "refunds", 5L));
        }
        restore.consumer.mostRecords = 1;

        restore.begin();
        restore.step(Duration.ofSeconds(15));

        assertThat(cluster.asked).doesNotContain("transactions");
        assertThat(log.list).isEmpty();
    }

    @Test
    void aClusterThatDoesNotAnswerIsAskedAgain() {
        TransactionWatch watch = new TransactionWatch(parts(), new Shard("payments+refunds", 1));
        cluster.failure = new TimeoutException();
        openOn(TOTALS, transaction("app-cards-1", false));
        block(watch, Duration.ofSeconds(5));
        assertThat(log.list).singleElement().satisfies(event -> assertThat(event.getFormattedMessage())
                .contains("it can't be found out whose"));

        cluster.failure = null;
        block(watch, Duration.ofSeconds(3));

        assertThat(cluster.fenced).containsExactly("app-cards-1");
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
