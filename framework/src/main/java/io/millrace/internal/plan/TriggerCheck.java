package io.millrace.internal.plan;

import io.millrace.errors.InvalidSettingsException;
import io.millrace.runtime.TopologySettings;
import io.millrace.runtime.Trigger;
import java.util.List;

/** Refuses triggers that a topology can't run with, at its start and when it is to go on with another one. */
public final class TriggerCheck {

    private TriggerCheck() {}

    /** @throws InvalidSettingsException if anything stands against the trigger of {@code settings}; the message lists all of it */
    public static void require(Plan plan, TopologySettings settings) {
        List<String> problems = problems(plan, settings);
        if (!problems.isEmpty()) {
            throw new InvalidSettingsException(problems);
        }
    }

    /** Returns what stands against the trigger of {@code settings}, each as a sentence. */
    static List<String> problems(Plan plan, TopologySettings settings) {
        if (!(settings.trigger() instanceof Trigger.RealTime)) {
            return List.of();
        }
        return plan.batchSinks().stream()
                .map(sink ->
                        "Topology '%s' has trigger %s, but '%s' is a foreachBatch, and with real-time there are no batches: choose 'processing-time 500ms', 'available-now' or 'once', or use foreach."
                                .formatted(plan.topology(), settings.trigger(), sink.name()))
                .toList();
    }
}
