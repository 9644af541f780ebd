package io.millrace.internal.engine;

import io.millrace.internal.metrics.TopologyMeter;
import io.millrace.processor.SourcePartition;
import io.millrace.runtime.EpochProgress;
import io.millrace.runtime.RestoreProgress;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notes what the runs of a topology tell since one start, and passes it on to the meter and the listeners.
 *
 * <p>What it is told as a listener, and {@link #takeProgressed}, is confined to the topology's thread; the rest is thread-safe.
 */
final class RunNotes implements RunListener {

    private static final Logger LOG = LoggerFactory.getLogger(RunNotes.class);

    private final String topology;
    private final RunEnvironment environment;
    private final TopologyMeter meter;
    private boolean progressed;
    private volatile @Nullable EpochProgress lastProgress;
    private volatile long lastCheckpoint;

    RunNotes(String topology, RunEnvironment environment, TopologyMeter meter) {
        this.topology = topology;
        this.environment = environment;
        this.meter = meter;
        this.lastCheckpoint = environment.time().nanoTime();
    }

    @Override
    public void epochCommitted(EpochProgress progress) {
        lastProgress = progress;
        meter.committed(progress);
        lastCheckpoint = environment.time().nanoTime();
        progressed |= progress.recordsIn() > 0;
        LOG.atDebug()
                .addKeyValue("millrace.topology", topology)
                .addKeyValue("millrace.epoch", progress.epoch())
                .log(
                        "Topology '{}': epoch {} is durable, with {} records and {} outputs",
                        topology,
                        progress.epoch(),
                        progress.recordsIn(),
                        progress.recordsOut());
        environment.events().tell(listener -> listener.epochCommitted(progress));
    }

    @Override
    public void restoreProgress(RestoreProgress progress) {
        meter.restoring(progress);
        environment.events().tell(listener -> listener.restoreProgress(progress));
    }

    @Override
    public void assignmentChanged(Set<SourcePartition> partitions) {
        meter.assigned();
        environment.events().tell(listener -> listener.assignmentChanged(topology, partitions));
    }

    @Nullable
    EpochProgress lastProgress() {
        return lastProgress;
    }

    /** Returns the engine's nanoTime at the last checkpoint, or at the start. */
    long lastCheckpoint() {
        return lastCheckpoint;
    }

    /** Returns whether any records have become durable since the last call. */
    boolean takeProgressed() {
        boolean taken = progressed;
        progressed = false;
        return taken;
    }
}
