package io.millrace.internal.engine;

import io.millrace.internal.metrics.TopologyMeter;
import io.millrace.processor.SourcePartition;
import io.millrace.runtime.EpochProgress;
import io.millrace.runtime.RestoreProgress;
import io.millrace.runtime.TopologyListener;
import java.util.Set;

/**
 * Passes on at once what a run tells that is stepped.
 *
 * <p>Confined to the thread that steps the run.
 */
final class SteppedNews implements RunListener {

    private final String topology;
    private final TopologyMeter meter;
    private final TopologyListener listener;

    SteppedNews(String topology, TopologyMeter meter, TopologyListener listener) {
        this.topology = topology;
        this.meter = meter;
        this.listener = listener;
    }

    @Override
    public void epochCommitted(EpochProgress progress) {
        meter.committed(progress);
        listener.epochCommitted(progress);
    }

    @Override
    public void assignmentChanged(Set<SourcePartition> partitions) {
        meter.assigned();
        listener.assignmentChanged(topology, partitions);
    }

    @Override
    public void restoreProgress(RestoreProgress progress) {
        meter.restoring(progress);
        listener.restoreProgress(progress);
    }
}
