package io.millrace.internal.stage;

import io.millrace.internal.state.ShardTimers;

/**
 * The timers of one shard that one node handles. Confined to the worker.
 *
 * @param position of the node in its stage
 * @param emits whether it gives rise to records when they fire
 * @param behindOthers whether it may get records that timers of other nodes give rise to
 */
record NodeTimers(int position, boolean emits, boolean behindOthers, ShardTimers timers) {}
