package io.millrace.internal.stage;

import io.millrace.internal.exchange.LaneEvent;
import io.millrace.internal.exchange.Origin;
import io.millrace.internal.exchange.RecordSequence;
import io.millrace.processor.Record;
import org.jspecify.annotations.Nullable;

/** The block of records that a worker has taken from a lane and works off one by one, if it has one. Confined to the worker. */
final class BlockInHand {

    private LaneEvent.@Nullable Block block;
    private int next;

    /** Takes {@code newBlock}; the one before is worked off. */
    void take(LaneEvent.Block newBlock) {
        block = newBlock;
        next = 0;
    }

    boolean isWorkedOff() {
        return block == null;
    }

    /** Gives the next record to {@code receiver}. */
    void giveNext(Receiver receiver) {
        LaneEvent.Block current = block;
        if (current == null) {
            throw new IllegalStateException("There is no block to take a record of");
        }
        RecordSequence records = current.records();
        int index = next++;
        if (next == records.size()) {
            block = null;
        }
        Origin origin = records.origin(index);
        receiver.process(current.entry(), records.record(index), origin);
    }

    /** Takes the records of a block. */
    interface Receiver {

        void process(int entry, Record<Object, Object> record, Origin origin);
    }
}
