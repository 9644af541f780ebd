package io.millrace.internal.stage;

import io.millrace.internal.plan.StagePlan;
import io.millrace.internal.plan.TimePlan;

/**
 * The event time that one node sees. Confined to the worker.
 *
 * @param behindTimers whether it may get records that timers give rise to, whose time has come only when they are all there
 */
record NodeTime(StageContext context, int position, boolean behindTimers) {

    static NodeTime of(StageContext context, StagePlan stage, int position) {
        return new NodeTime(
                context, position, TimePlan.isBehindTimers(stage, stage.nodes().get(position)));
    }

    /** Returns the watermark of the shard in hand. */
    long watermark(String node) {
        StageTime time = context.eventTime();
        PartitionTime partition =
                time == null ? null : time.find(context.current().origin().assignment());
        if (partition == null) {
            throw new IllegalStateException(
                    "'%s' asks for the watermark, and no event time is kept for it: pass timers with the processor, as made by Stores.timers(name)"
                            .formatted(node));
        }
        ShardTime shard = partition.shard();
        return behindTimers ? shard.watermarkBehindTimers(position) : shard.watermark();
    }
}
