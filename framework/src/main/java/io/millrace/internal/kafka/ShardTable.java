package io.millrace.internal.kafka;

import io.millrace.errors.InputsChangedException;
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
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The shards whose inputs are assigned: each is restored before any of its inputs flows, and given up as a whole. Partitions
 * without state wait here too, each for itself, until it is known where they begin, if their offsets are committed in
 * transactions: with the state of others, or with outputs.
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
    private final Set<TopicPartition> late = new HashSet<>();
    private volatile Set<SourcePartition> restoring = Set.of();
    private boolean joined;
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
        private final boolean stateful;
        private final Set<TopicPartition> assigned = new HashSet<>();
        private final Set<TopicPartition> flowing = new HashSet<>();
        private @Nullable Shard restoring;
        private @Nullable Shard open;

        /** {@code inputs} are those that it has to have, as far as that is known before its restore. */
        Entry(Set<TopicPartition> inputs, boolean stateful) {
            this.inputs = inputs;
            this.stateful = stateful;
        }

        boolean isComplete() {
            return assigned.containsAll(inputs);
        }

        boolean isFlowing() {
            return !flowing.isEmpty();
        }

        Stream<TopicPartition> standing() {
            return assigned.stream().filter(partition -> !flowing.contains(partition));
        }
    }

    /** Returns whether partitions wait, for their state or for the end of transactions, before they flow. */
    boolean isNeeded() {
        return plan.isRestored();
    }

    /** Takes over {@code partitions}. They flow when their state is restored, or it is known where they begin. */
    void assign(Collection<TopicPartition> partitions) {
        partitions.forEach(this::add);
        entries.forEach((key, entry) -> {
            if (entry.restoring == null && !entry.isFlowing() && entry.isComplete()) {
                begin(key, entry);
            }
        });
        logBegin(partitions);
        joined = true;
        update();
    }

    /** Pauses all partitions that do not flow yet; to be called at each rebalance, in which Kafka may forget it. */
    void pauseRestoring() {
        consumer.pause(standing());
    }

    /** Returns {@code partitions}, and all others that can't flow on without them. */
    Set<TopicPartition> withSiblings(Collection<TopicPartition> partitions) {
        Set<TopicPartition> all = new HashSet<>(partitions);
        for (TopicPartition partition : partitions) {
            Entry entry = entries.get(keyOf(partition));
            if (entry != null) {
                all.addAll(entry.assigned);
            }
        }
        return all;
    }

    /** Gives {@code partitions} up. What flowed is closed by its last barrier, what is being restored at once. */
    void remove(Collection<TopicPartition> partitions) {
        for (TopicPartition partition : partitions) {
            Entry entry = entries.get(keyOf(partition));
            if (entry != null) {
                cancel(entry);
                entry.flowing.clear();
                entry.open = null;
                entry.assigned.remove(partition);
            }
        }
        entries.values().removeIf(entry -> entry.assigned.isEmpty());
        pauseRestoring();
        update();
    }

    /** Returns why this run has to end: a shard flows that has got further inputs. Once there is a reason, it stays. */
    Optional<InputsChangedException> outgrown() {
        return late.isEmpty()
                ? Optional.empty()
                : Optional.of(new InputsChangedException(
                        plan.topology(),
                        late.stream().map(TopicPartition::toString).toList()));
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
        noteRestored();
        return opened;
    }

    /** Returns the partitions that are assigned and do not flow yet. Callable by any thread. */
    Set<SourcePartition> restoring() {
        return restoring;
    }

    /**
     * Returns whether there was a moment, after an assignment, when none was left to be restored; and, where one instance has
     * everything, the copies of the others were complete. Callable by any thread.
     */
    boolean hasRestored() {
        return hasRestored;
    }

    private void add(TopicPartition partition) {
        consumer.seek(partition, 0); // else Kafka looks for an offset by itself, and complains if there is none
        Entry entry = entries.computeIfAbsent(keyOf(partition), this::entry);
        if (entry.assigned.add(partition)) {
            cancel(entry); // it was begun with fewer
            if (entry.isFlowing()) {
                late.add(partition);
            }
        }
    }

    private void begin(ShardKey key, Entry entry) {
        if (entry.stateful) {
            Shard shard = restorer.begin(key, entry.assigned);
            entry.restoring = shard;
            reporter.began(shard, restorer.meters(shard));
        } else {
            entry.restoring = restorer.find(new TopicPartition(key.group(), key.partition()));
        }
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
            PartitionFeed feed = opener.open(
                    partition,
                    start,
                    entry.stateful ? restored.shard() : null,
                    restored.starts().keySet());
            if (!start.committed()) {
                feed.hold(); // a crash before the first checkpoint would begin anew, behind records that came meanwhile
                epochs.requestBarrier();
            }
        });
        entry.restoring = null;
        entry.open = entry.stateful ? restored.shard() : null;
        entry.flowing.addAll(restored.starts().keySet());
        reporter.ended(restored.shard());
        update();
    }

    /** Returns the key of the shard of {@code partition}; one without state has a key of its own, with its topic as the group. */
    private ShardKey keyOf(TopicPartition partition) {
        return plan.shardGroupOf(partition.topic())
                .map(group -> new ShardKey(group.name(), group.division().shardOf(partition.partition())))
                .orElseGet(() -> new ShardKey(partition.topic(), partition.partition()));
    }

    private Entry entry(ShardKey key) {
        return plan.shardGroups().stream()
                .filter(group -> group.name().equals(key.group()))
                .findFirst()
                .map(group -> new Entry(knownInputs(group, key.partition()), true))
                .orElseGet(() -> new Entry(Set.of(new TopicPartition(key.group(), key.partition())), false));
    }

    /** How many inputs there are where state is not divided, its restore finds out, and waits for them. */
    private static Set<TopicPartition> knownInputs(ShardGroup group, int number) {
        return switch (group.division()) {
            case BY_PARTITION ->
                group.topics().stream()
                        .map(topic -> new TopicPartition(topic, number))
                        .collect(Collectors.toUnmodifiableSet());
            case UNDIVIDED -> Set.of();
        };
    }

    private List<TopicPartition> standing() {
        return entries.values().stream().flatMap(Entry::standing).toList();
    }

    private void update() {
        restorer.own(
                entries.keySet(),
                entries.values().stream()
                        .flatMap(entry -> Stream.ofNullable(entry.open))
                        .toList());
        restoring = standing().stream()
                .map(partition -> new SourcePartition(partition.topic(), partition.partition()))
                .collect(Collectors.toUnmodifiableSet());
        noteRestored();
    }

    private void noteRestored() {
        if (!hasRestored && joined && restoring.isEmpty()) {
            hasRestored = !plan.isUndivided() || restorer.areCopiesSettled();
        }
    }

    private void logBegin(Collection<TopicPartition> partitions) {
        List<ShardKey> incomplete = entries.entrySet().stream()
                .filter(entry -> !entry.getValue().isComplete())
                .map(Map.Entry::getKey)
                .toList();
        List<TopicPartition> stateful = partitions.stream()
                .filter(partition -> plan.shardGroupOf(partition.topic()).isPresent())
                .toList();
        if (!stateful.isEmpty()) {
            LOG.atInfo()
                    .addKeyValue("millrace.topology", plan.topology())
                    .log("Topology '{}': restores the state behind {}", plan.topology(), stateful);
        }
        if (!incomplete.isEmpty()) {
            LOG.atInfo()
                    .addKeyValue("millrace.topology", plan.topology())
                    .log(
                            "Topology '{}': shards {} wait for their other inputs to be assigned",
                            plan.topology(),
                            incomplete);
        }
    }
}
