package io.millrace.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Runs schedules 1, 2, ... and holds each against the promises. One that failed is run again by
 * {@code -Dmillrace.simulation.first=<seed> -Dmillrace.simulation.schedules=1}.
 */
@ExtendWith(Quiet.class)
class SimulationTest {

    private static final long FIRST = Long.getLong("millrace.simulation.first", 1);
    private static final long SCHEDULES = Long.getLong("millrace.simulation.schedules", 1_000);
    private static final long LONGEST_MINUTES = Long.getLong("millrace.simulation.minutes", 180);

    @Test
    void everyScheduleKeepsThePromises() {
        long end = System.nanoTime() + LONGEST_MINUTES * 60_000_000_000L;
        AtomicLong run = new AtomicLong();
        LongStream.range(FIRST, FIRST + SCHEDULES).parallel().forEach(seed -> {
            if (System.nanoTime() - end < 0) {
                new Simulation(seed).run();
                run.incrementAndGet();
            }
        });
        assertThat(run).as("schedules").hasPositiveValue();
    }
}
