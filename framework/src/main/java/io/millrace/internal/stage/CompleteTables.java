package io.millrace.internal.stage;

import io.millrace.internal.epoch.BatchMark;
import io.millrace.internal.epoch.Epoch;
import io.millrace.internal.epoch.PartitionAssignment;
import io.millrace.internal.epoch.Position;
import io.millrace.internal.exchange.LaneEvent;
import io.millrace.internal.exchange.Origin;
import io.millrace.internal.plan.StagePlan;
import io.millrace.state.Entry;
import io.millrace.topology.Node;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Has the tables of one worker told that are told as a whole: at the end of each batch, when all that it changes is done. A batch
 * without records changes nothing and tells nothing.
 *
 * <p>Confined to the worker.
 */
final class CompleteTables {

    private final StagePlan stage;
    private final StageContext context;
    private final StageTime time;
    private final OperatorChain chain;
    private final BooleanSupplier mayGoOn;
    private final Set<PartitionAssignment> fed = new HashSet<>();
    private final Deque<TableWalk> walks = new ArrayDeque<>();
    private boolean begun;
    private int told;

    /** {@code mayGoOn} tells whether there is room for what is told, and time. */
    CompleteTables(
            StagePlan stage, StageContext context, StageTime time, OperatorChain chain, BooleanSupplier mayGoOn) {
        this.stage = stage;
        this.context = context;
        this.time = time;
        this.chain = chain;
        this.mayGoOn = mayGoOn;
    }

    /** The epoch ends with {@code barrier}: the batch has these records, too. */
    void arrive(LaneEvent.Barrier barrier) {
        fed.addAll(barrier.fed());
    }

    /** Tells what there is at the end of the batch, as far as there is room; returns whether that is all. */
    boolean tell(Epoch epoch) {
        if (!begun) {
            begun = true;
            begin(epoch);
        }
        for (TableWalk walk = walks.peek(); walk != null; walk = walks.peek()) {
            if (!tell(walk)) {
                return false;
            }
            walk.close();
            walks.remove();
        }
        return true;
    }

    /** {@code barrier} is passed on. */
    void beyond(LaneEvent.Barrier barrier) {
        if (barrier.ending() == LaneEvent.Ending.WITHIN_A_BATCH) {
            barrier.closing().forEach(fed::remove);
        } else {
            fed.clear();
        }
        begun = false;
    }

    /** Returns how many entries were told since the last call. */
    int takeTold() {
        int taken = told;
        told = 0;
        return taken;
    }

    private void begin(Epoch epoch) {
        if (fed.isEmpty()) {
            return;
        }
        for (int position = 0; position < stage.nodes().size(); position++) {
            if (stage.nodes().get(position) instanceof Node.CompleteTable table) {
                for (ShardTime shard : time.shards()) {
                    PartitionTime standing = standing(shard, epoch);
                    if (standing != null) {
                        walks.add(walk(position, table, shard, standing));
                    }
                }
            }
        }
    }

    private TableWalk walk(int position, Node.CompleteTable table, ShardTime shard, PartitionTime standing) {
        return new TableWalk(
                position,
                shard,
                context.stores().entries(table.store(), shard.shard()),
                new Origin(
                        standing.assignment(),
                        standing.lastOffset(),
                        context.time().currentTimeMillis(),
                        context.time().nanoTime()),
                context.stores().keyBytes(table.store()));
    }

    /**
     * Returns a partition of {@code shard} that stands for all: one with records, if there is any. Where batches have numbers, there has to
     * be one, since what a number stands for never changes.
     */
    private @Nullable PartitionTime standing(ShardTime shard, Epoch epoch) {
        for (PartitionTime partition : shard.partitions()) {
            if (fed.contains(partition.assignment())) {
                return partition;
            }
        }
        PartitionTime any = shard.anyPartition();
        return any == null || hasNumber(any, epoch) ? null : any;
    }

    private static boolean hasNumber(PartitionTime partition, Epoch epoch) {
        Position end = epoch.end().get(partition.assignment());
        return end != null && !end.batch().equals(BatchMark.NONE);
    }

    private boolean tell(TableWalk walk) {
        while (!walk.shard().isLost() && walk.entries().hasNext()) {
            if (!mayGoOn.getAsBoolean()) {
                return false;
            }
            Entry<Object, Object> entry = walk.entries().next();
            Origin origin = walk.originOf(entry.key());
            try {
                chain.tell(walk.position(), entry, walk.shard().watermark(), origin);
            } catch (NodeFailure failure) {
                throw failure.on(context, origin);
            }
            told++;
        }
        return true;
    }
}
