package io.millrace.internal.kafka;

import io.millrace.internal.epoch.Shard;
import io.millrace.internal.plan.Plan;
import io.millrace.internal.plan.ShardGroup;
import io.millrace.processor.SourcePartition;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The shards whose inputs are assigned: each is restored before any of its inputs flows, and given up as a whole.
 *
 * <p>Confined to the source worker, but for {@link #restoring} and {@link #hasRestored}.
 */
final class ShardTable {

    private static final Logger LOG = LoggerFactory.getLogger(ShardTable.class);

    private final Plan plan;
    private final Consumer<byte[], byte[]> consumer;
    private final FeedOpener opener;
    private final EpochDriver epochs;
    private final Restorer restorer;
    private final RestoreReporter reporter;
    private final Map<ShardKey, Entry> entries = new LinkedHashMap<>();
    private volatile Set<SourcePartition> restoring = Set.of();
    private volatile boolean hasRestored;

    ShardTable(
            Plan plan,
            Consumer<byte[], byte[]> consumer,
            FeedOpener opener,
            EpochDriver epochs,
            Restorer restorer,
            RestoreReporter reporter) {
        this.plan = plan;
        this.consumer = consumer;
        this.opener = opener;
        this.epochs = epochs;
        this.restorer = restorer;
        this.reporter = reporter;
    }

    /** What is ours of one shard. */
    private static final class Entry {
        private final Set<TopicPartition> inputs;
        private final Set<TopicPartition> assigned = new HashSet<>();
        private @Nullable Shard restoring;
        private boolean flowing;

        Entry(Set<TopicPartition> inputs) {
            this.inputs = inputs;
        }

        boolean isComplete() {
            return assigned.containsAll(inputs);
        }
    }

    /** Returns whether state is behind {@code partition}. */
    boolean isStateful(TopicPartition partition) {
        return plan.shardGroupOf(partition.topic()).isPresent();
    }

    /** Takes over {@code partitions}, which have state. They flow when it is restored. */
    void assign(Collection<TopicPartition> partitions) {
        for (TopicPartition partition : partitions) {
            consumer.seek(partition, 0); // else Kafka looks for an offset by itself, and complains if there is none
            entryOf(partition).assigned.add(partition);
        }
        entries.forEach((key, entry) -> {
            if (entry.restoring == null && !entry.flowing && entry.isComplete()) {
                begin(key, entry);
            }
        });
        logBegin(partitions);
        update();
    }

    /** Pauses all partitions that do not flow yet; to be called at each rebalance, in which Kafka may forget it. */
    void pauseRestoring() {
        consumer.pause(standing());
    }

    /** Returns {@code partitions}, and all others that can't flow on without them. */
    Set<TopicPartition> withSiblings(Collection<TopicPartition> partitions) {
        Set<TopicPartition> all = new HashSet<>(partitions);
        partitions.stream().filter(this::isStateful).forEach(partition -> all.addAll(entryOf(partition).assigned));
        return all;
    }

    /** Gives {@code partitions} up. What flowed is closed by its last barrier, what is being restored at once. */
    void remove(Collection<TopicPartition> partitions) {
        for (TopicPartition partition : partitions) {
            if (isStateful(partition)) {
                Entry entry = entryOf(partition);
                cancel(entry);
                entry.flowing = false;
                entry.assigned.remove(partition);
            }
        }
        entries.values().removeIf(entry -> entry.assigned.isEmpty());
        pauseRestoring();
        update();
    }

    /** Lets what is restored flow; returns how many shards that were. */
    int advance() {
        restorer.keepWarm();
        reporter.tick();
        int opened = 0;
        for (Optional<RestoredShard> next = restorer.take(); next.isPresent(); next = restorer.take()) {
            open(next.get());
            opened++;
        }
        return opened;
    }

    /** Returns the partitions that are assigned and do not flow yet. Callable by any thread. */
    Set<SourcePartition> restoring() {
        return restoring;
    }

    /** Returns whether there was a moment, after an assignment, when none was left to be restored. Callable by any thread. */
    boolean hasRestored() {
        return hasRestored;
    }

    private void begin(ShardKey key, Entry entry) {
        Shard shard = restorer.begin(key, entry.inputs);
        entry.restoring = shard;
        reporter.began(shard, restorer.meters(shard));
    }

    private void cancel(Entry entry) {
        Shard shard = entry.restoring;
        if (shard != null) {
            restorer.cancel(shard);
            reporter.cancelled(shard);
            entry.restoring = null;
        }
    }

    private void open(RestoredShard restored) {
        Entry entry =
                Objects.requireNonNull(entries.get(ShardKey.of(restored.shard())), "a cancelled one is not taken");
        restored.starts().forEach((partition, start) -> {
            PartitionFeed feed = opener.open(partition, start, restored.shard());
            if (!start.committed()) {
                feed.hold(); // a crash before the first checkpoint would begin anew, behind records that came meanwhile
                epochs.requestBarrier();
            }
        });
        entry.restoring = null;
        entry.flowing = true;
        reporter.ended(restored.shard());
        update();
    }

    private Entry entryOf(TopicPartition partition) {
        ShardGroup group = plan.shardGroupOf(partition.topic())
                .orElseThrow(() -> new IllegalArgumentException("No state is behind %s".formatted(partition)));
        return entries.computeIfAbsent(
                new ShardKey(group.name(), partition.partition()),
                key -> new Entry(group.topics().stream()
                        .map(topic -> new TopicPartition(topic, key.partition()))
                        .collect(Collectors.toUnmodifiableSet())));
    }

    private List<TopicPartition> standing() {
        return entries.values().stream()
                .filter(entry -> !entry.flowing)
                .flatMap(entry -> entry.assigned.stream())
                .toList();
    }

    private void update() {
        restorer.own(entries.keySet());
        restoring = standing().stream()
                .map(partition -> new SourcePartition(partition.topic(), partition.partition()))
                .collect(Collectors.toUnmodifiableSet());
        hasRestored |= restoring.isEmpty();
    }

    private void logBegin(Collection<TopicPartition> partitions) {
        List<ShardKey> incomplete = entries.entrySet().stream()
                .filter(entry -> !entry.getValue().isComplete())
                .map(Map.Entry::getKey)
                .toList();
        if (!partitions.isEmpty()) {
            LOG.info("Topology '{}': restores the state behind {}", plan.topology(), partitions);
        }
        if (!incomplete.isEmpty()) {
            LOG.info(
                    "Topology '{}': shards {} wait for their other inputs to be assigned", plan.topology(), incomplete);
        }
    }
}
