package io.millrace.internal.kafka;

import io.millrace.internal.epoch.Epoch;
import io.millrace.internal.epoch.PartitionAssignment;
import io.millrace.internal.exchange.Origin;
import io.millrace.internal.plan.SinkPlan;
import io.millrace.internal.stage.Output;
import io.millrace.support.ManualTime;
import io.millrace.support.TestEpochs;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Outputs that leave with the checkpoint, to topic {@code out}. */
final class Outputs {

    static final SinkPlan WITH_CHECKPOINT = new SinkPlan("write", SinkPlan.Sending.WITH_CHECKPOINT, false, "");

    private Outputs() {}

    /** Returns one that came from {@code assignment}, of which key and value are {@code text}. */
    static Output of(PartitionAssignment assignment, String text) {
        return to("out", assignment, text);
    }

    static Output to(String topic, PartitionAssignment assignment, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return new Output(
                WITH_CHECKPOINT,
                topic,
                bytes,
                bytes,
                ManualTime.START_MILLIS,
                List.of(),
                new Origin(assignment, 7, ManualTime.START_MILLIS, 0));
    }

    /** Returns what a worker of stage {@code stage} has made of one epoch. */
    static EpochBuffer sealed(Output... outputs) {
        return sealed(TestEpochs.epoch(1), outputs);
    }

    static EpochBuffer sealed(Epoch epoch, Output... outputs) {
        EpochBuffer buffer = new EpochBuffer("stage");
        List.of(outputs).forEach(buffer::add);
        buffer.seal(epoch);
        return buffer;
    }
}
