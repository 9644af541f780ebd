package io.millrace.internal.kafka;

import io.millrace.internal.epoch.Shard;
import io.millrace.internal.kafka.StartPositions.Start;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Finds where a partition begins that has no state, but whose offset is committed in transactions: one that a dead member has
 * left open keeps it from being known.
 *
 * <p>Confined to the restore worker.
 */
final class StartSearch implements Restore {

    private final Shard shard;
    private final TopicPartition partition;
    private final TransactionWatch watch;
    private final Question<Map<TopicPartition, Optional<OffsetAndMetadata>>> offsets;
    private final Question<Map<TopicPartition, Start>> starts;
    private @Nullable Map<TopicPartition, Optional<OffsetAndMetadata>> committed;

    /** {@code shard} stands for the period in which {@code partition} is ours. */
    StartSearch(RestoreParts parts, Shard shard, TopicPartition partition) {
        this.shard = shard;
        this.partition = partition;
        this.watch = new TransactionWatch(parts, "partition " + partition);
        this.offsets = new Question<>(
                "the committed offset of " + partition,
                () -> parts.questions().stableOffsets(Set.of(partition)),
                parts.wakeUp());
        this.starts = new Question<>(
                "where %s begins".formatted(partition),
                () -> parts.starts().of(committed == null ? Map.of() : committed),
                parts.wakeUp());
    }

    @Override
    public Shard shard() {
        return shard;
    }

    @Override
    public Map<TopicPartition, Optional<OffsetAndMetadata>> committed() {
        return committed == null ? Map.of() : committed;
    }

    @Override
    public Optional<RestoredShard> advance(long now) {
        if (committed == null) {
            offsets.answer(now).ifPresent(found -> takeOffset(found, now));
        }
        return committed == null ? Optional.empty() : starts.answer(now).map(found -> new RestoredShard(shard, found));
    }

    private void takeOffset(Map<TopicPartition, Optional<OffsetAndMetadata>> found, long now) {
        if (found.containsKey(partition)) {
            committed = Map.copyOf(found);
        } else {
            watch.blocked(Set.of(), Set.of(partition), now);
            offsets.askAgain(now);
        }
    }
}
