package io.millrace.spring.view;

import io.millrace.runtime.EpochMetrics;
import io.millrace.runtime.TopologyHandle;
import io.millrace.runtime.Trigger;
import java.util.OptionalLong;

/**
 * How durable the progress of a topology is. Immutable.
 *
 * @param ageMillis how long ago the last checkpoint was, or the start where there was none; 0 if the topology is not active
 * @param intervalMillis how far they are apart; empty where the trigger does not say
 * @param committed how many there were since the engine began
 */
public record CheckpointView(long ageMillis, OptionalLong intervalMillis, long committed) {

    static CheckpointView of(TopologyHandle handle, EpochMetrics epochs) {
        return new CheckpointView(
                handle.checkpointAge().toMillis(), interval(handle.settings().trigger()), epochs.committed());
    }

    private static OptionalLong interval(Trigger trigger) {
        return trigger instanceof Trigger.Periodic periodic
                ? OptionalLong.of(periodic.interval().toMillis())
                : OptionalLong.empty();
    }
}
