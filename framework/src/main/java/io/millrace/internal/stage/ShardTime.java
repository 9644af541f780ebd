package io.millrace.internal.stage;

import io.millrace.internal.epoch.Shard;
import io.millrace.internal.exchange.LaneEvent;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far event time has come in one shard, as one worker sees it: as far as in the slowest of its partitions that are not idle. Where
 * all are idle, as far as in the fastest. Never goes back.
 *
 * <p>What timers give rise to is younger than the record that made them due, but its time is that of the timer. So the nodes behind see
 * the time up to which timers have fired, and not that of the shard.
 *
 * <p>Confined to the worker.
 */
final class ShardTime {

    private static final int NOTHING_FIRES = -1;

    private final Shard shard;
    private final int expected;
    private final List<NodeTimers> emitting;
    private final List<NodeTimers> clearing;
    private final List<PartitionTime> partitions = new ArrayList<>();
    private long watermark = LaneEvent.NO_TIME;
    private long firedUpTo = LaneEvent.NO_TIME;
    private boolean open;
    private int firing = NOTHING_FIRES;
    private long firingAt;
    private int holds;
    private boolean isDue;
    private long dueSince;

    /**
     * @param expected how many partitions it has that come to this worker
     * @param timers those of this worker, in the order of their nodes
     */
    ShardTime(Shard shard, int expected, List<NodeTimers> timers) {
        this.shard = shard;
        this.expected = expected;
        this.emitting = timers.stream().filter(NodeTimers::emits).toList();
        this.clearing = timers.stream().filter(each -> !each.emits()).toList();
        this.open = timers.isEmpty();
    }

    Shard shard() {
        return shard;
    }

    /** Returns whether timers may give rise to records. */
    boolean emits() {
        return !emitting.isEmpty();
    }

    long watermark() {
        return watermark;
    }

    /** Returns the timers that give rise to records. */
    List<NodeTimers> emitting() {
        return emitting;
    }

    /** Returns the timers that only clear up. */
    List<NodeTimers> clearing() {
        return clearing;
    }

    List<PartitionTime> partitions() {
        return partitions;
    }

    void add(PartitionTime partition) {
        partitions.add(partition);
    }

    void remove(PartitionTime partition) {
        partitions.remove(partition);
    }

    /** Returns whether any of its partitions was lost, so that nothing of it counts any more. */
    boolean isLost() {
        for (PartitionTime partition : partitions) {
            if (partition.assignment().isDiscarded()) {
                return true;
            }
        }
        return false;
    }

    /** Returns a partition that stands for all, since timers come from none. */
    @Nullable
    PartitionTime anyPartition() {
        return partitions.isEmpty() ? null : partitions.get(0);
    }

    /**
     * Returns whether all its partitions have been heard of by all lanes that they come by, so that its time is known; or nobody here goes
     * by that time.
     */
    boolean isOpen() {
        open = open || (partitions.size() >= expected && areComplete());
        return open;
    }

    private boolean areComplete() {
        for (PartitionTime partition : partitions) {
            if (!partition.isComplete()) {
                return false;
            }
        }
        return true;
    }

    /** Something about the partitions has changed. */
    void merge() {
        if (partitions.size() < expected || isHeld()) {
            return;
        }
        watermark = Math.max(watermark, TimePart.together(partitions));
    }

    /** Time stands still from here on, and so it does for the stages behind, until all who hold it have {@linkplain #release let go}. */
    void hold() {
        if (holds == 0) {
            partitions.forEach(PartitionTime::hold);
        }
        holds++;
    }

    /** Lets time go on if nobody else holds it. */
    void release() {
        holds--;
        merge();
    }

    boolean isHeld() {
        return holds > 0;
    }

    /** Its time is that of the checkpoint that it goes on from: all that was due by then has fired. */
    void restored() {
        firedUpTo = Math.max(firedUpTo, watermark);
    }

    /** Returns whether all timers that may give rise to records are known: until then none fires, since others may be due before. */
    boolean isReady() {
        for (NodeTimers timers : emitting) {
            if (!timers.timers().isComplete()) {
                return false;
            }
        }
        return true;
    }

    /** Returns the emitting timers whose turn it is by event time; null if none are due. */
    @Nullable
    NodeTimers nextEmitting() {
        return isReady() ? first(emitting) : null;
    }

    /** Returns the clearing timers whose turn it is by event time; null if none are due. */
    @Nullable
    NodeTimers nextClearing() {
        return isReady() ? first(clearing) : null;
    }

    /**
     * A timer fires at the node at {@code position} by event time at {@code at}, and may give rise to records. While time stands still,
     * what an earlier timer gave rise to may wait for its next try: it is not to be late when it goes on.
     */
    void beginEmitting(int position, long at) {
        firing = position;
        firingAt = at;
        if (!isHeld()) {
            firedUpTo = Math.max(firedUpTo, at - 1);
        }
    }

    void endFiring() {
        firing = NOTHING_FIRES;
    }

    /** Returns since when timers have been due that may give rise to records; {@code now}, the engine's nanoTime, if not before. */
    long dueSince(long now) {
        if (!isDue) {
            isDue = true;
            dueSince = now;
        }
        return dueSince;
    }

    /** All emitting timers that were due have fired. */
    void allFired() {
        isDue = false;
        if (isReady() && !isHeld()) {
            firedUpTo = watermark;
        }
    }

    /** Returns up to when all timers have fired. */
    long firedUpTo() {
        return firedUpTo;
    }

    /** Returns what the node at {@code position} sees, which may get records that timers give rise to. */
    long watermarkBehindTimers(int position) {
        return position == firing ? Math.max(firedUpTo, firingAt) : firedUpTo;
    }

    private @Nullable NodeTimers first(List<NodeTimers> all) {
        NodeTimers first = null;
        long earliest = watermark;
        for (NodeTimers timers : all) {
            long next = timers.timers().nextEventTime();
            if (next <= dueUpTo(timers) && (next < earliest || (next == earliest && first == null))) {
                first = timers;
                earliest = next;
            }
        }
        return first;
    }

    /** While time stands still, a node may have to wait for what a timer before it has given rise to. */
    private long dueUpTo(NodeTimers timers) {
        return timers.behindOthers() && isHeld() ? firedUpTo : watermark;
    }
}
