package io.millrace.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Puts faults into the engine and counts the schedules until one shows each of them. */
@ExtendWith(Quiet.class)
class SeededFaultsTest {

    @ParameterizedTest
    @Execution(ExecutionMode.CONCURRENT)
    @EnumSource(SeededFault.class)
    void everyFaultIsFound(SeededFault fault) {
        LongFunction<@Nullable String> simulation = new PatchedEngine(fault.patches()).simulation();
        @Nullable String failure = null;
        int schedules = 0;
        while (failure == null && schedules < fault.within()) {
            failure = simulation.apply(fault.first() + schedules++);
        }

        assertThat(failure).as("what %d schedules have shown", fault.within()).isNotNull();
    }

    @Test
    void withoutAFaultNothingIsFound() {
        LongFunction<@Nullable String> simulation = new PatchedEngine(List.of()).simulation();

        for (long seed = 1; seed <= 20; seed++) {
            assertThat(simulation.apply(seed)).isNull();
        }
    }
}
