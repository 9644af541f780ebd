package io.millrace.internal.kafka;

import io.millrace.internal.epoch.Epoch;
import io.millrace.internal.stage.Output;
import io.millrace.internal.stage.OutputWriter;

/**
 * Takes the outputs of a worker that has sinks of both kinds: some leave at once, others with the checkpoint. Confined to the
 * worker.
 */
final class SplitWriter implements OutputWriter {

    private final SinkWriter atOnce;
    private final TransactionWriter withCheckpoint;

    SplitWriter(SinkWriter atOnce, TransactionWriter withCheckpoint) {
        this.atOnce = atOnce;
        this.withCheckpoint = withCheckpoint;
    }

    @Override
    public void write(Output output) {
        switch (output.sink().sending()) {
            case AT_ONCE -> atOnce.write(output);
            case WITH_CHECKPOINT -> withCheckpoint.write(output);
        }
    }

    @Override
    public boolean isReady() {
        return atOnce.isReady() && withCheckpoint.isReady();
    }

    @Override
    public int flush() {
        return atOnce.flush() + withCheckpoint.flush();
    }

    /** The first acknowledges for both, when the second has handed over what it has. */
    @Override
    public void seal(Epoch epoch) {
        withCheckpoint.setAside(epoch);
        atOnce.seal(epoch);
    }
}
