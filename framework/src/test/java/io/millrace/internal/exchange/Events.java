package io.millrace.internal.exchange;

import io.millrace.internal.epoch.PartitionAssignment;
import io.millrace.processor.Record;
import io.millrace.support.TestEpochs;
import io.millrace.trace.TraceStep;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** Records for lanes: each is told by its offset. */
final class Events {

    private Events() {}

    static LaneEvent.Data data(long offset) {
        return data(TestEpochs.assignment("in", 0), offset);
    }

    /** The record's input was of {@code bytes} bytes. */
    static LaneEvent.Data large(long offset, int bytes) {
        return new LaneEvent.Data(
                0,
                new Record<>("key", offset, 0, new RecordHeaders()),
                new Origin(TestEpochs.assignment("in", 0), offset, 0, 0, Cause.UNKEPT_INPUT, bytes, TraceStep.NONE));
    }

    static LaneEvent.Data data(PartitionAssignment assignment, long offset) {
        return new LaneEvent.Data(
                0, new Record<>("key", offset, 0, new RecordHeaders()), new Origin(assignment, offset, 0, 0));
    }

    static long offset(LaneEvent event) {
        return ((LaneEvent.Data) event).origin().offset();
    }
}
