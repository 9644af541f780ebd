package io.millrace.internal.kafka;

import io.millrace.errors.CheckpointMismatchException;
import io.millrace.internal.epoch.Shard;
import io.millrace.internal.kafka.RestoreQuestions.Range;
import io.millrace.internal.kafka.StartPositions.Start;
import io.millrace.internal.plan.Division;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings one shard from its assignment to the point where it may flow: with exactly the state of the last checkpoint, or not at
 * all.
 *
 * <p>Confined to the restore worker.
 */
final class ShardRestore implements Restore {

    private static final Logger LOG = LoggerFactory.getLogger(ShardRestore.class);

    private final RestoreParts parts;
    private final ShardLoad load;
    private final Set<TopicPartition> inputs;
    private final InputsWatch inputsWatch;
    private final TransactionWatch watch;
    private final Question<Map<TopicPartition, Optional<OffsetAndMetadata>>> offsets;
    private final Question<Map<TopicPartition, Range>> ends;
    private final Question<Map<TopicPartition, Start>> starts;
    private final Map<TopicPartition, Long> positions = new HashMap<>();
    private RestorePhase phase = RestorePhase.INPUTS;
    private Map<TopicPartition, Optional<OffsetAndMetadata>> committed = Map.of();
    private Map<TopicPartition, Range> ranges = Map.of();
    private boolean secondLook;

    /** {@code load} may be at work already, as that of a standby is; the caller goes on to advance it. */
    ShardRestore(RestoreParts parts, ShardLoad load, Set<TopicPartition> inputs) {
        this.parts = parts;
        this.load = load;
        this.inputs = Set.copyOf(inputs);
        this.inputsWatch = new InputsWatch(parts, load.shard(), this.inputs);
        this.watch = new TransactionWatch(parts, "shard " + load.shard());
        this.offsets = new Question<>(
                "the committed offsets of " + inputs, () -> parts.questions().stableOffsets(inputs), parts.wakeUp());
        this.ends = new Question<>(
                "where changelogs %s end".formatted(load.changelogs()),
                () -> parts.questions().ranges(load.changelogs()),
                parts.wakeUp());
        this.starts = new Question<>(
                "where %s begin".formatted(inputs), () -> parts.starts().of(committed), parts.wakeUp());
    }

    @Override
    public Shard shard() {
        return load.shard();
    }

    @Override
    public Map<TopicPartition, Optional<OffsetAndMetadata>> committed() {
        return committed;
    }

    /** @throws CheckpointMismatchException if state and offsets are not of the same checkpoint */
    @Override
    public Optional<RestoredShard> advance(long now) {
        RestorePhase before;
        Optional<RestoredShard> restored = Optional.empty();
        do {
            before = phase;
            switch (phase) {
                case INPUTS -> awaitInputs(now);
                case OFFSETS -> offsets.answer(now).ifPresent(found -> takeOffsets(found, now));
                case ENDS -> ends.answer(now).ifPresent(this::takeEnds);
                case LOADING -> compareIfLoaded(now);
                case STARTS -> restored = starts.answer(now).map(this::restored);
                case DONE -> throw new IllegalStateException("Shard %s is restored already".formatted(shard()));
            }
        } while (phase != before && phase != RestorePhase.DONE);
        return restored;
    }

    private void awaitInputs(long now) {
        if (inputsWatch.isComplete(now)) {
            phase = phase.next();
        }
    }

    private void takeOffsets(Map<TopicPartition, Optional<OffsetAndMetadata>> found, long now) {
        Set<TopicPartition> unstable = new HashSet<>(inputs);
        unstable.removeAll(found.keySet());
        if (unstable.isEmpty()) {
            watch.passed();
            committed = Map.copyOf(found);
            phase = phase.next();
        } else {
            watch.blocked(load.changelogs(), unstable, now);
            offsets.askAgain(now);
        }
    }

    private void takeEnds(Map<TopicPartition, Range> found) {
        ranges = found;
        load.expect(found);
        phase = phase.next();
    }

    private void compareIfLoaded(long now) {
        if (!load.hasReached(ranges)) {
            watchOver(now);
            return;
        }
        watch.passed();
        try {
            compare();
            phase = phase.next();
        } catch (CheckpointMismatchException e) {
            if (secondLook) {
                throw e;
            }
            secondLook = true; // a refusal stops the topology until somebody comes: not without looking twice
            offsets.askAgain(now);
            ends.askAgain(now);
            phase = RestorePhase.OFFSETS;
        }
    }

    private void compare() {
        List<RestoredCheckpoint.Found> found = load.loads().stream()
                .map(one -> new RestoredCheckpoint.Found(one.store(), one.changelog(), one.marker(), one.hasChanges()))
                .toList();
        List<String> newStores = new RestoredCheckpoint(
                        parts.topology(), parts.changelogs().group(), division(), committed)
                .newStores(found);
        if (!newStores.isEmpty()) {
            LOG.atInfo()
                    .addKeyValue("millrace.topology", parts.topology())
                    .log(
                            "Topology '{}': stores {} are new and begin empty; what shard {} has read before is not in them",
                            parts.topology(),
                            newStores,
                            shard());
        }
    }

    private Division division() {
        return parts.changelogs().plan().shardGroup(shard().group()).division();
    }

    /** An open transaction is in the way if a changelog's end is not reached and reading does not move. */
    private void watchOver(long now) {
        Map<TopicPartition, Long> reached =
                load.loads().stream().collect(Collectors.toMap(ChangelogLoad::changelog, ChangelogLoad::position));
        if (!reached.equals(positions)) {
            positions.clear();
            positions.putAll(reached);
            watch.passed();
        } else {
            watch.blocked(unreached(reached), Set.of(), now);
        }
    }

    private Set<TopicPartition> unreached(Map<TopicPartition, Long> reached) {
        Set<TopicPartition> unreached = new HashSet<>();
        ranges.forEach((changelog, range) -> {
            if (reached.getOrDefault(changelog, 0L) < range.end()) {
                unreached.add(changelog);
            }
        });
        return unreached;
    }

    private RestoredShard restored(Map<TopicPartition, Start> found) {
        load.stop();
        phase = phase.next();
        return new RestoredShard(shard(), found);
    }
}
