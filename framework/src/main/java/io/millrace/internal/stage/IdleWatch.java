package io.millrace.internal.stage;

import io.millrace.internal.plan.StagePlan;
import io.millrace.topology.Node;
import io.millrace.topology.TimePolicy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds the partitions, of those that a stage reads from Kafka, that bring nothing: they hold the time of others up no more, and where
 * the user asked for it, the wall clock stands in for them.
 *
 * <p>A partition that waits for its batch is not idle. So while there are batches, it is found out at the end of each, and forgotten
 * right after that.
 *
 * <p>Confined to the worker.
 */
final class IdleWatch {

    /** Where the wall clock stands in. */
    private static final long STEP_MILLIS = 100;

    private final Map<String, TimePolicy> policies = new HashMap<>();
    private final StageTime time;
    private boolean inBatches;

    /** {@code inBatches} is whether records come in batches at first. */
    IdleWatch(StagePlan stage, StageTime time, boolean inBatches) {
        this.time = time;
        this.inBatches = inBatches;
        for (Node node : stage.nodes()) {
            if (node instanceof Node.Source source) {
                source.topics().forEach(topic -> policies.put(topic, source.time()));
            }
        }
    }

    /** Looks at all partitions at {@code now}, a wall-clock time in milliseconds. */
    void look(long now) {
        if (!policies.isEmpty()) {
            look(now, !inBatches);
        }
    }

    /** All records of a batch have come by {@code now}. */
    void endBatch(long now) {
        inBatches = true;
        look(now, true);
    }

    /** The next batch begins: any partition may bring records in it that are as old as the last ones. */
    void beginBatch() {
        for (PartitionTime partition : time.partitions()) {
            boolean changed = false;
            for (TimeInput input : watched(partition)) {
                changed |= input.set(input.watermark(), false);
            }
            if (changed) {
                partition.merge();
            }
        }
    }

    /** Records flow from here on, and not in batches. */
    void flow() {
        inBatches = false;
    }

    /** Returns for how long at most nothing changes here if no record comes. */
    long millisToChange(long now) {
        long least = Long.MAX_VALUE;
        if (inBatches) {
            return least;
        }
        for (PartitionTime partition : time.partitions()) {
            TimePolicy policy = policies.get(partition.assignment().topic());
            for (TimeInput input : watched(partition)) {
                if (policy != null && !input.isIdle()) {
                    long left = input.quietSince(now) + policy.idleAfter().toMillis() - now;
                    least = Math.min(least, Math.max(0, left));
                }
                if (policy != null && policy.advancingWhenIdle().isPresent()) {
                    least = Math.min(least, STEP_MILLIS);
                }
            }
        }
        return least;
    }

    private void look(long now, boolean mayBeIdle) {
        for (PartitionTime partition : time.partitions()) {
            TimePolicy policy = policies.get(partition.assignment().topic());
            boolean changed = false;
            for (TimeInput input : watched(partition)) {
                long quiet = now - input.quietSince(now);
                if (policy != null && mayBeIdle && quiet >= policy.idleAfter().toMillis()) {
                    changed |= input.set(input.watermark(), true);
                }
            }
            if (changed) {
                partition.merge();
            }
        }
        if (mayBeIdle) {
            time.shards().forEach(shard -> followWallClock(shard, now));
        }
    }

    private void followWallClock(ShardTime shard, long now) {
        long after = advancingAfter(shard);
        if (after == Long.MAX_VALUE || now - quietSince(shard, now) < after) {
            return;
        }
        for (PartitionTime partition : shard.partitions()) {
            TimePolicy policy = policies.get(partition.assignment().topic());
            boolean changed = false;
            for (TimeInput input : watched(partition)) {
                long disorder = policy == null ? 0 : policy.allowedDisorder().toMillis();
                changed |= input.set(now - after - disorder, input.isIdle());
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
            TimePolicy policy = policies.get(partition.assignment().topic());
            if (policy == null || policy.advancingWhenIdle().isEmpty()) {
                return Long.MAX_VALUE;
            }
            longest = Math.max(longest, policy.advancingWhenIdle().get().toMillis());
        }
        return shard.partitions().isEmpty() ? Long.MAX_VALUE : longest;
    }

    private static long quietSince(ShardTime shard, long now) {
        long latest = Long.MIN_VALUE;
        for (PartitionTime partition : shard.partitions()) {
            for (TimeInput input : partition.inputs()) {
                latest = Math.max(latest, input.quietSince(now));
            }
        }
        return latest;
    }

    private List<TimeInput> watched(PartitionTime partition) {
        return policies.containsKey(partition.assignment().topic()) ? partition.inputs() : List.of();
    }
}
