package io.millrace.support;

import io.millrace.internal.epoch.Checkpointer;
import io.millrace.internal.epoch.Epoch;
import io.millrace.internal.epoch.EpochCoordinator;
import io.millrace.internal.epoch.PartitionAssignment;
import io.millrace.internal.epoch.Position;
import io.millrace.processor.SourcePartition;
import java.util.Map;

/** Epochs and assignments for tests of what passes them on. */
public final class TestEpochs {

    private TestEpochs() {}

    /** Returns a new epoch that {@code workers} workers have to acknowledge. */
    public static Epoch epoch(int workers) {
        return new EpochCoordinator(workers, new Unused(), new ManualTime(), () -> {}).close(Map.of());
    }

    public static PartitionAssignment assignment(String topic, int partition) {
        return new PartitionAssignment(new SourcePartition(topic, partition), 1, 1);
    }

    private static final class Unused implements Checkpointer {
        @Override
        public void begin(Map<PartitionAssignment, Position> end) {
            throw new IllegalStateException("This epoch is not to be committed");
        }

        @Override
        public boolean advance() {
            return false;
        }
    }
}
