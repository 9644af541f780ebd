package io.millrace.simulation;

import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** Runs schedules by their seed and gives their failures as text; what is loaded by {@link PatchedEngine}. */
public final class SimulationProbe implements LongFunction<@Nullable String> {

    /** Made by reflection. */
    public SimulationProbe() {}

    @Override
    public @Nullable String apply(long seed) {
        try {
            new Simulation(seed).run();
            return null;
        } catch (SimulationFailure failure) {
            return failure.getMessage();
        }
    }
}
