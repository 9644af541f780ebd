package io.millrace.internal.kafka;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out whose open transaction a restore waits for. One that a dead member of our own group has left behind is ended; of any
 * other the log tells, and the restore waits on: what lies in it or behind it may belong to the state.
 *
 * <p>Confined to the restore worker.
 */
final class TransactionWatch {

    private static final Logger LOG = LoggerFactory.getLogger(TransactionWatch.class);
    private static final long FIRST_LOOK_NANOS = 200_000_000;
    private static final long LOOK_NANOS = 500_000_000;
    /** A living member has ended its transaction by then. */
    private static final long PATIENCE_NANOS = 1_000_000_000;

    private static final long COMPLAINT_NANOS = 10_000_000_000L;

    private final RestoreParts parts;
    private final String waiting;
    private final Map<Long, Sight> sights = new HashMap<>();
    private final Map<String, CompletableFuture<Void>> fenced = new HashMap<>();
    private @Nullable CompletableFuture<List<OpenTransaction>> looking;
    private boolean blocked;
    private long blockedAt;
    private long lookAt;
    private long complainAt;

    /** {@code waiting} names what is restored, in the middle of a sentence. */
    TransactionWatch(RestoreParts parts, String waiting) {
        this.parts = parts;
        this.waiting = waiting;
    }

    /** A transaction, and the engine's nanoTime when it was first seen. */
    private record Sight(OpenTransaction transaction, long since) {}

    /** The restore moves. */
    void passed() {
        blocked = false;
        looking = null;
        sights.clear();
    }

    /**
     * The restore does not move.
     *
     * @param changelogs that are not read to their ends
     * @param inputs whose offsets an open transaction is about to commit
     * @param now the engine's nanoTime
     */
    void blocked(Set<TopicPartition> changelogs, Set<TopicPartition> inputs, long now) {
        if (!blocked) {
            blocked = true;
            blockedAt = now;
            lookAt = now + FIRST_LOOK_NANOS;
            complainAt = now + PATIENCE_NANOS;
        }
        CompletableFuture<List<OpenTransaction>> current = looking;
        if (current == null) {
            if (now - lookAt >= 0) {
                looking = look(changelogs, inputs);
                looking.whenComplete((found, failure) -> parts.wakeUp().run());
            }
        } else if (current.isDone()) {
            looking = null;
            lookAt = now + LOOK_NANOS;
            current.whenComplete((open, failure) -> {
                if (failure == null) {
                    saw(open, now);
                } else {
                    complain("it can't be found out whose (%s)".formatted(reason(failure)), now);
                }
            });
        }
    }

    private CompletableFuture<List<OpenTransaction>> look(Set<TopicPartition> changelogs, Set<TopicPartition> inputs) {
        CompletableFuture<List<OpenTransaction>> onChangelogs = changelogs.isEmpty()
                ? CompletableFuture.completedFuture(List.of())
                : parts.questions().openTransactions(changelogs);
        return inputs.isEmpty()
                ? onChangelogs
                : onChangelogs.thenCombine(ofLastCommitters(inputs), TransactionWatch::distinct);
    }

    /** The changelog may not tell of a transaction yet that has the offsets already; who committed last is the likeliest. */
    private CompletableFuture<List<OpenTransaction>> ofLastCommitters(Set<TopicPartition> inputs) {
        return parts.questions().groupOffsets().thenCompose(offsets -> {
            CompletableFuture<List<OpenTransaction>> all = CompletableFuture.completedFuture(List.of());
            for (Map.Entry<String, TopicPartition> committer :
                    committers(inputs, offsets).entrySet()) {
                all = all.thenCombine(
                        parts.questions().openTransaction(committer.getKey(), committer.getValue()),
                        (some, one) -> distinct(some, one.stream().toList()));
            }
            return all;
        });
    }

    private static Map<String, TopicPartition> committers(
            Set<TopicPartition> inputs, Map<TopicPartition, OffsetAndMetadata> offsets) {
        Map<String, TopicPartition> committers = new HashMap<>();
        inputs.forEach(input -> Optional.ofNullable(offsets.get(input))
                .flatMap(CommitMetadata::read)
                .map(CommitMetadata::commit)
                .ifPresent(commit -> committers.put(commit.transactionalId(), input)));
        return committers;
    }

    private static List<OpenTransaction> distinct(List<OpenTransaction> some, List<OpenTransaction> others) {
        Map<Long, OpenTransaction> all = new LinkedHashMap<>();
        some.forEach(one -> all.put(one.producerId(), one));
        others.forEach(one -> all.putIfAbsent(one.producerId(), one));
        return List.copyOf(all.values());
    }

    private void saw(List<OpenTransaction> open, long now) {
        Map<Long, Sight> before = new HashMap<>(sights);
        sights.clear();
        List<OpenTransaction> foreign = new ArrayList<>();
        for (OpenTransaction transaction : open) {
            Sight earlier = before.get(transaction.producerId());
            Sight sight = earlier != null && transaction.isSame(earlier.transaction())
                    ? earlier
                    : new Sight(transaction, now);
            sights.put(transaction.producerId(), sight);
            if (!isOurs(transaction)) {
                foreign.add(transaction);
            } else if (!transaction.ending() && now - sight.since() >= PATIENCE_NANOS) {
                fence(Objects.requireNonNull(transaction.transactionalId()), transaction, now);
            }
        }
        if (!foreign.isEmpty()) {
            complain("of others: " + foreign, now);
        } else if (now - blockedAt >= COMPLAINT_NANOS) {
            complain(open.isEmpty() ? "none is known" : "which should end by itself: " + open, now);
        }
    }

    private boolean isOurs(OpenTransaction transaction) {
        String id = transaction.transactionalId();
        return id != null && id.startsWith(parts.changelogs().group() + "-");
    }

    private void fence(String id, OpenTransaction transaction, long now) {
        CompletableFuture<Void> earlier = fenced.get(id);
        if (earlier == null) {
            LOG.atInfo()
                    .addKeyValue("millrace.topology", parts.topology())
                    .log(
                            "Topology '{}': ends transaction {}, which a former owner of {} has left open",
                            parts.topology(),
                            transaction,
                            waiting);
            fenced.put(id, parts.questions().fence(id));
        } else if (earlier.isCompletedExceptionally() && now - complainAt >= 0) {
            complain("%s could not be ended, and it is tried again".formatted(transaction), now);
            fenced.put(id, parts.questions().fence(id));
        }
    }

    private static String reason(Throwable failure) {
        Throwable cause = failure.getCause();
        return (failure instanceof CompletionException && cause != null ? cause : failure)
                .getClass()
                .getName();
    }

    private void complain(String whose, long now) {
        if (now - complainAt >= 0) {
            complainAt = now + COMPLAINT_NANOS;
            LOG.atWarn()
                    .addKeyValue("millrace.topology", parts.topology())
                    .log(
                            "Topology '{}': the restore of {} waits for an open transaction; {}",
                            parts.topology(),
                            waiting,
                            whose);
        }
    }
}
