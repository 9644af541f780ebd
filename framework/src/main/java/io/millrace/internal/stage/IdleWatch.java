package io.millrace.internal.stage;

import io.millrace.internal.exchange.LaneEvent;
import io.millrace.internal.plan.StagePlan;
import io.millrace.processor.SourcePartition;
import io.millrace.topology.Node;
import io.millrace.topology.TimeKeeperNode.Before;
import io.millrace.topology.TimePolicy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the partitions, of those that a stage reads from Kafka, that bring nothing: they hold the time of others up no more, and where
 * the user asked for it, the wall clock stands in for them.
 *
 * <p>Only that time counts in which records would have come if there were any, see {@link ListeningClock}.
 *
 * <p>A partition that waits for its batch is not idle. So while there are batches, it is found out at the end of each, and forgotten
 * right after that.
 *
 * <p>Confined to the worker.
 */
final class IdleWatch {

    private static final long LONGEST_STEP_MILLIS = 100;

    private final List<Node.Source> sources;
    private final Map<String, Optional<TimePolicy>> policies = new HashMap<>();
    private final StageTime time;
    private final PlacesBefore places;
    private final long step;
    private boolean inBatches;
    private long nextLook = Long.MIN_VALUE;

    IdleWatch(StagePlan stage, StageTime time, RunContext run) {
        this.time = time;
        this.places = run.places();
        this.inBatches = run.inBatches();
        this.sources = stage.nodes().stream()
                .filter(Node.Source.class::isInstance)
                .map(Node.Source.class::cast)
                .toList();
        this.step = sources.stream()
                .map(Node.Source::time)
                .mapToLong(IdleWatch::step)
                .reduce(LONGEST_STEP_MILLIS, Math::min);
    }

    /** Returns how many milliseconds two looks are apart at most; who follows the wall clock does so as exactly as it goes. */
    private static long step(TimePolicy policy) {
        return policy.advancingWhenIdle().isPresent()
                ? 1
                : Math.max(1, policy.idleAfter().toMillis() / 10);
    }

    /** {@code partition} is opened at {@code now}, a wall-clock time in milliseconds. */
    void open(PartitionTime partition, long now) {
        if (inBatches) {
            partition.clock().run(now);
        }
    }

    /** All that was in a partition has come. */
    void caughtUp(PartitionTime partition, LaneEvent.CaughtUp event) {
        if (inBatches) {
            return;
        }
        ListeningClock clock = partition.clock();
        partition.inputs().forEach(input -> input.quietSince(clock)); // before the clock changes
        clock.count(event.at(), event.until());
        nextLook = Long.MIN_VALUE;
    }

    /** Looks at all partitions at {@code now}, if anything may have changed. */
    void look(long now) {
        if (inBatches || sources.isEmpty() || (now < nextLook && nextLook - now <= step)) {
            return;
        }
        judge(now);
        nextLook = now + Math.min(step, millisToChange(now));
    }

    /** All records of a batch have come by {@code now}. */
    void endBatch(long now) {
        if (!inBatches) {
            inBatches = true;
            time.partitions().forEach(partition -> partition.clock().run(now));
        }
        judge(now);
    }

    /** There is nothing more of {@code ended}: what has brought nothing from there is waited for no more, however short that was. */
    void end(Set<SourcePartition> ended) {
        if (!ended.isEmpty()) {
            time.partitions().stream()
                    .filter(partition -> policy(partition) != null)
                    .forEach(partition -> end(partition, ended));
        }
    }

    private void end(PartitionTime partition, Set<SourcePartition> ended) {
        SourcePartition read = partition.assignment().partition();
        boolean[] changed = {false};
        partition.forEachPlace((place, input) -> {
            SourcePartition from = place instanceof Before before ? places.partition(read.topic(), before) : read;
            if (from != null && ended.contains(from) && !input.hasBrought()) {
                changed[0] |= input.rest();
            }
        });
        if (changed[0]) {
            partition.merge();
        }
    }

    /** The next batch begins: any partition may bring records in it that are as old as the last ones. */
    void beginBatch() {
        for (PartitionTime partition : time.partitions()) {
            boolean changed = false;
            for (TimeInput input : watched(partition)) {
                changed |= input.wake();
            }
            if (changed) {
                partition.merge();
            }
        }
    }

    /** Records flow from {@code now} on, and not in batches. */
    void flow(long now) {
        if (inBatches) {
            inBatches = false;
            time.partitions().forEach(partition -> stop(partition, now));
        }
    }

    /** Returns for how long at most nothing changes here if nothing comes. */
    long millisToChange(long now) {
        long least = Long.MAX_VALUE;
        if (inBatches || sources.isEmpty()) {
            return least;
        }
        for (PartitionTime partition : time.partitions()) {
            least = Math.min(least, millisToIdle(partition, now));
        }
        for (ShardTime shard : time.shards()) {
            long after = advancingAfter(shard);
            if (after != Long.MAX_VALUE) {
                long left = after - quiet(shard, now);
                least = Math.min(least, left > 0 ? left : LONGEST_STEP_MILLIS);
            }
        }
        return least;
    }

    private long millisToIdle(PartitionTime partition, long now) {
        long least = Long.MAX_VALUE;
        TimePolicy policy = policy(partition);
        if (policy == null) {
            return least;
        }
        ListeningClock clock = partition.clock();
        for (TimeInput input : partition.inputs()) {
            if (!input.isIdle()) {
                long left = input.quietSince(clock) + policy.idleAfter().toMillis() - clock.at(now);
                least = Math.min(least, Math.max(0, left));
            }
        }
        return least <= clock.millisLeft(now) ? least : Long.MAX_VALUE; // else the clock stops before that
    }

    private void judge(long now) {
        for (PartitionTime partition : time.partitions()) {
            TimePolicy policy = policy(partition);
            if (policy != null) {
                restWhereQuiet(partition, policy.idleAfter().toMillis(), now);
            }
        }
        time.shards().forEach(shard -> followWallClock(shard, now));
    }

    private static void restWhereQuiet(PartitionTime partition, long idleAfter, long now) {
        ListeningClock clock = partition.clock();
        boolean changed = false;
        for (TimeInput input : partition.inputs()) {
            if (clock.at(now) - input.quietSince(clock) >= idleAfter) {
                changed |= input.rest();
            }
        }
        if (changed) {
            partition.merge();
        }
    }

    private void followWallClock(ShardTime shard, long now) {
        long after = advancingAfter(shard);
        if (after == Long.MAX_VALUE || quiet(shard, now) < after) {
            return;
        }
        for (PartitionTime partition : shard.partitions()) {
            TimePolicy policy = policy(partition);
            long disorder = policy == null ? 0 : policy.allowedDisorder().toMillis();
            boolean changed = false;
            for (TimeInput input : watched(partition)) {
                changed |= input.move(partition.clock().countsUpTo(now) - after - disorder);
            }
            if (changed) {
                partition.merge();
            }
        }
    }

    /** Returns how long the shard has to be without records; the greatest number there is if it never is to follow the wall clock. */
    private long advancingAfter(ShardTime shard) {
        long longest = 0;
        for (PartitionTime partition : shard.partitions()) {
            TimePolicy policy = policy(partition);
            if (policy == null || policy.advancingWhenIdle().isEmpty()) {
                return Long.MAX_VALUE;
            }
            longest = Math.max(longest, policy.advancingWhenIdle().get().toMillis());
        }
        return shard.partitions().isEmpty() ? Long.MAX_VALUE : longest;
    }

    /** Returns for how long no partition of {@code shard} has brought anything. */
    private static long quiet(ShardTime shard, long now) {
        long least = Long.MAX_VALUE;
        for (PartitionTime partition : shard.partitions()) {
            ListeningClock clock = partition.clock();
            for (TimeInput input : partition.inputs()) {
                least = Math.min(least, clock.at(now) - input.quietSince(clock));
            }
        }
        return least;
    }

    private static void stop(PartitionTime partition, long now) {
        partition.inputs().forEach(input -> input.quietSince(partition.clock()));
        partition.clock().stop(now);
    }

    private List<TimeInput> watched(PartitionTime partition) {
        return policy(partition) == null ? List.of() : partition.inputs();
    }

    /** Returns null for a partition that another stage reads. */
    private @Nullable TimePolicy policy(PartitionTime partition) {
        return policies.computeIfAbsent(partition.assignment().topic(), this::policyOf)
                .orElse(null);
    }

    private Optional<TimePolicy> policyOf(String topic) {
        return sources.stream()
                .filter(source -> source.reads(topic))
                .map(Node.Source::time)
                .findFirst();
    }
}
