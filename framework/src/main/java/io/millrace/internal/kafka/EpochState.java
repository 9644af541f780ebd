package io.millrace.internal.kafka;

import io.millrace.internal.epoch.PartitionAssignment;
import io.millrace.internal.epoch.Shard;
import io.millrace.internal.state.StateStores;
import java.util.Collection;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * What epochs have to do with what is kept until their end: changed state, and outputs that leave with the checkpoint. Confined
 * to the source worker.
 */
final class EpochState {

    private final StateStores stores;
    private final OutputBuffers outputs;
    private final Consumer<Shard> closing;
    private final long maxChangedBytes;

    /**
     * @param closing has a retired shard's state closed on a thread that may wait for files
     * @param maxChangedBytes of state and outputs together
     */
    EpochState(StateStores stores, OutputBuffers outputs, Consumer<Shard> closing, long maxChangedBytes) {
        this.stores = stores;
        this.outputs = outputs;
        this.closing = closing;
        this.maxChangedBytes = maxChangedBytes;
    }

    /** Returns whether so much is kept since the last barrier that the epoch should end. */
    boolean isFull() {
        return stores.changedBytes() + outputs.unsealedBytes() >= maxChangedBytes;
    }

    /**
     * Has the state of {@code assignments} closed, once for all that share it. No worker may have it open any more, and no commit
     * may go on.
     */
    void end(Collection<PartitionAssignment> assignments) {
        Stream<Shard> shards =
                assignments.stream().map(PartitionAssignment::shard).filter(Objects::nonNull);
        shards.distinct().forEach(shard -> {
            stores.retire(shard);
            closing.accept(shard);
        });
    }
}
