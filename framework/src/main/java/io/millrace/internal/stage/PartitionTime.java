package io.millrace.internal.stage;

import io.millrace.internal.epoch.PartitionAssignment;
import io.millrace.internal.exchange.LaneEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * How far event time has come in one partition, as one worker sees it: as far as in the slowest of its inputs that are not idle. Never
 * goes back.
 *
 * <p>Confined to the worker.
 */
final class PartitionTime implements TimePart {

    private static final Object NO_PLACE = new Object();

    private final PartitionAssignment assignment;
    private final ShardTime shard;
    private final int lanes;
    private final ListeningClock clock = new ListeningClock();
    private final Map<Object, TimeInput> byPlace = new HashMap<>();
    private final List<TimeInput> inputs = new ArrayList<>();
    private @Nullable TimeInput only;
    private long watermark = LaneEvent.NO_TIME;
    private long previous = LaneEvent.NO_TIME;
    private long heldAt = LaneEvent.NO_TIME;
    private boolean idle;
    private long lastOffset;
    private long toldWatermark = LaneEvent.NO_TIME;
    private boolean toldIdle;

    /** {@code lanes} is by how many its records come. */
    PartitionTime(PartitionAssignment assignment, ShardTime shard, int lanes) {
        this.assignment = assignment;
        this.shard = shard;
        this.lanes = lanes;
    }

    PartitionAssignment assignment() {
        return assignment;
    }

    ShardTime shard() {
        return shard;
    }

    /** Returns what idleness is measured by. */
    ListeningClock clock() {
        return clock;
    }

    @Override
    public long watermark() {
        return watermark;
    }

    @Override
    public boolean isIdle() {
        return idle;
    }

    /** Returns what the stages behind are to know: what timers give rise to is never behind it. */
    long outgoing() {
        return shard.isHeld() ? heldAt : firedUpTo(watermark);
    }

    /** Returns what that was before the last record. */
    long outgoingBefore() {
        return shard.isHeld() ? Math.min(heldAt, firedUpTo(previous)) : firedUpTo(previous);
    }

    private long firedUpTo(long time) {
        return shard.emits() ? Math.min(time, shard.firedUpTo()) : time;
    }

    /** What the stages behind are to know stays as it is, for as long as the shard is held. */
    void hold() {
        heldAt = firedUpTo(watermark);
    }

    /** Returns the offset of the last record that has come. */
    long lastOffset() {
        return lastOffset;
    }

    /** Returns whether all inputs that have to be there are known. */
    boolean isComplete() {
        return inputs.size() >= lanes;
    }

    List<TimeInput> inputs() {
        return inputs;
    }

    /** Gives each input with its place; null for the only one. */
    void forEachPlace(BiConsumer<@Nullable Object, TimeInput> consumer) {
        byPlace.forEach((place, input) -> consumer.accept(place == NO_PLACE ? null : place, input));
    }

    /**
     * Returns the input {@code place}, which is made if it is not there; null for the only one there is. As soon as there are others,
     * the one without a place counts only if it has brought anything.
     */
    TimeInput input(@Nullable Object place) {
        TimeInput known = place == null ? only : byPlace.get(place);
        return known == null ? add(place) : known;
    }

    /** A record has come by {@code input}, at {@code now} by the wall clock. */
    void bring(TimeInput input, long newWatermark, long offset, long now) {
        lastOffset = offset;
        previous = watermark;
        boolean heldUp = input.watermark() <= watermark || input.isIdle(); // else it is others that do
        if (input.bring(newWatermark, now) && heldUp) {
            merge();
        }
    }

    /** Something about the inputs has changed. */
    void merge() {
        boolean wasIdle = idle;
        long was = watermark;
        idle = areAllIdle();
        if (isComplete()) {
            watermark = Math.max(watermark, TimePart.together(inputs));
        }
        if (was <= shard.watermark() || idle != wasIdle) { // else it is others that hold the shard up
            shard.merge();
        }
    }

    /** Returns whether {@code newWatermark}, or its being idle, is news for the stages behind, and takes it to be told. */
    boolean takeNews(long newWatermark) {
        boolean isNews = newWatermark > toldWatermark || idle != toldIdle;
        toldWatermark = Math.max(toldWatermark, newWatermark);
        toldIdle = idle;
        return isNews;
    }

    /** Nothing comes from {@code place} any more. */
    void forget(Object place) {
        TimeInput forgotten = byPlace.remove(place);
        if (forgotten != null) {
            inputs.remove(forgotten);
        }
    }

    private boolean areAllIdle() {
        for (TimeInput input : inputs) {
            if (!input.isIdle()) {
                return false;
            }
        }
        return !inputs.isEmpty();
    }

    private TimeInput add(@Nullable Object place) {
        TimeInput added = new TimeInput();
        TimeInput placeless = only;
        if (place != null && placeless != null && placeless.watermark() == LaneEvent.NO_TIME) {
            inputs.remove(placeless);
            byPlace.remove(NO_PLACE);
            only = null;
        }
        if (place == null) {
            only = added;
        }
        byPlace.put(place == null ? NO_PLACE : place, added);
        inputs.add(added);
        return added;
    }
}
