package io.millrace.internal.kafka;

import io.millrace.errors.UnreadableChangelogException;
import io.millrace.internal.epoch.Shard;
import io.millrace.internal.kafka.RestoreQuestions.Range;
import io.millrace.internal.state.ShardState;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens the state of one shard and loads it from its changelogs, and goes on with whatever is committed there later until it is
 * stopped. Only what is committed ever enters it.
 *
 * <p>It first waits until the state of an earlier period of the same shard is closed: the two would share files.
 *
 * <p>Confined to the restore worker.
 */
final class ShardLoad {

    private static final Logger LOG = LoggerFactory.getLogger(ShardLoad.class);
    private static final long PATIENCE_NANOS = 10_000_000_000L;

    private final Shard shard;
    private final RestoreParts parts;
    private final ChangelogReader reader;
    private final List<RestoreMeter> meters;
    private final Set<TopicPartition> changelogs;
    private final Question<Map<TopicPartition, Range>> ranges;
    private List<ChangelogLoad> loads = List.of();
    private boolean open;
    private long complainAt;

    /** {@code meters} has one for each logged store of the shard. */
    ShardLoad(Shard shard, RestoreParts parts, ChangelogReader reader, List<RestoreMeter> meters) {
        this.shard = shard;
        this.parts = parts;
        this.reader = reader;
        this.meters = List.copyOf(meters);
        this.changelogs = meters.stream().map(this::changelogOf).collect(Collectors.toUnmodifiableSet());
        this.ranges = new Question<>(
                "where changelogs %s begin and end".formatted(changelogs),
                () -> parts.questions().ranges(changelogs),
                parts.wakeUp());
        this.complainAt = parts.time().nanoTime() + PATIENCE_NANOS;
    }

    Shard shard() {
        return shard;
    }

    Set<TopicPartition> changelogs() {
        return changelogs;
    }

    /** Returns the loads of all changelogs, once the state is open. */
    List<ChangelogLoad> loads() {
        return loads;
    }

    /** Moves on without waiting; {@code now} is the engine's nanoTime. */
    void advance(long now) {
        if (!open) {
            openAfterPredecessor(now);
        }
        List<ChangelogLoad> standing =
                loads.stream().filter(load -> !load.isReading()).toList();
        if (!standing.isEmpty()) {
            ranges.answer(now).ifPresent(found -> {
                standing.forEach(load -> load.begin(range(found, load)));
                ranges.askAgain(now);
            });
        }
    }

    /** Notes that everything before the ends of {@code wanted} is wanted. */
    void expect(Map<TopicPartition, Range> wanted) {
        loads.forEach(load -> load.expect(range(wanted, load)));
    }

    /** Returns whether everything before {@code ends} is loaded. */
    boolean hasReached(Map<TopicPartition, Range> ends) {
        boolean reached = open;
        for (ChangelogLoad load : loads) {
            reached &= load.hasReached(range(ends, load));
        }
        return reached;
    }

    /** Returns why the state can't be loaded. */
    Optional<UnreadableChangelogException> obstacle() {
        return loads.stream().flatMap(load -> load.obstacle().stream()).findFirst();
    }

    /** Stops loading; the state stays as it is. */
    void stop() {
        loads.forEach(load -> reader.stop(load.changelog()));
    }

    private void openAfterPredecessor(long now) {
        if (parts.stores().isOpen(shard.group(), shard.partition())) {
            if (now - complainAt >= 0) {
                complainAt = now + PATIENCE_NANOS;
                LOG.atWarn()
                        .addKeyValue("millrace.topology", parts.topology())
                        .log(
                                "Topology '{}': shard {} waits for its state to be closed by those who had it before",
                                parts.topology(),
                                shard);
            }
            return;
        }
        ShardState state = parts.stores().open(shard);
        open = true;
        loads = meters.stream()
                .map(meter -> new ChangelogLoad(parts.topology(), changelogOf(meter), state, reader, meter))
                .toList();
    }

    private static Range range(Map<TopicPartition, Range> ranges, ChangelogLoad load) {
        return Objects.requireNonNull(
                ranges.get(load.changelog()), "Kafka tells the ranges of all that it was asked for");
    }

    private TopicPartition changelogOf(RestoreMeter meter) {
        return new TopicPartition(parts.changelogs().topicOf(meter.store()), shard.partition());
    }
}
