package io.millrace.internal.kafka;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the transactions that former owners of our partitions have left open with nothing but outputs in them. Nothing of ours
 * waits for those, so that {@link TransactionWatch} does not see them; but who reads the outputs would wait until they time out.
 *
 * <p>Confined to the restore worker.
 */
final class AbandonedTransactions {

    private static final Logger LOG = LoggerFactory.getLogger(AbandonedTransactions.class);

    /** A living member has ended its transaction by then. */
    private static final long PATIENCE_NANOS = 1_000_000_000;

    private static final int MOST_FAILURES = 10;

    private final RestoreParts parts;
    private final String ownId;
    private final Map<String, Suspect> suspects = new HashMap<>();

    /** {@code ownId} is the transactional id of this run. */
    AbandonedTransactions(RestoreParts parts, String ownId) {
        this.parts = parts;
        this.ownId = ownId;
    }

    /** A former owner, and what is known of its transaction. */
    private static final class Suspect {
        private final TopicPartition partition;
        private long lookAt;
        private @Nullable CompletableFuture<Optional<OpenTransaction>> looking;
        private @Nullable OpenTransaction seen;
        private int failures;

        Suspect(TopicPartition partition, long lookAt) {
            this.partition = partition;
            this.lookAt = lookAt;
        }
    }

    /** Some partitions are ours now, whose offsets, {@code committed} by their former owners, say who these were. */
    void tookOver(Map<TopicPartition, Optional<OffsetAndMetadata>> committed, long now) {
        if (!parts.changelogs().plan().isExactlyOnce()) {
            return; // what others have left open stands in a changelog's way, and was ended
        }
        committed.forEach((partition, offset) -> offset.flatMap(CommitMetadata::read)
                .map(CommitMetadata::commit)
                .map(CommitId::transactionalId)
                .filter(id -> !id.equals(ownId))
                .ifPresent(id -> suspects.putIfAbsent(id, new Suspect(partition, now))));
    }

    /** Looks on without waiting. */
    void advance(long now) {
        suspects.entrySet().removeIf(suspect -> isSettled(suspect.getKey(), suspect.getValue(), now));
    }

    private boolean isSettled(String id, Suspect suspect, long now) {
        CompletableFuture<Optional<OpenTransaction>> looking = suspect.looking;
        if (looking == null) {
            if (now - suspect.lookAt >= 0) {
                suspect.looking = parts.questions().openTransaction(id, suspect.partition);
                suspect.looking.whenComplete((open, failure) -> parts.wakeUp().run());
            }
            return false;
        }
        if (!looking.isDone()) {
            return false;
        }
        suspect.looking = null;
        suspect.lookAt = now + PATIENCE_NANOS;
        if (looking.isCompletedExceptionally()) {
            return ++suspect.failures >= MOST_FAILURES;
        }
        return looking.join().map(open -> isSettled(id, suspect, open)).orElse(true);
    }

    private boolean isSettled(String id, Suspect suspect, OpenTransaction open) {
        OpenTransaction before = suspect.seen;
        suspect.seen = open;
        if (open.ending() || (before != null && !open.isSame(before))) {
            return true; // it is alive
        }
        if (before == null) {
            return false;
        }
        LOG.atInfo()
                .addKeyValue("millrace.topology", parts.topology())
                .log(
                        "Topology '{}': ends transaction {}, which a former owner of {} has left open, so that who reads its outputs"
                                + " goes on",
                        parts.topology(),
                        open,
                        suspect.partition);
        parts.questions().fence(id);
        return true;
    }
}
