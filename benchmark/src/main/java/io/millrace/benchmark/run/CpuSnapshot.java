package io.millrace.benchmark.run;

import io.millrace.benchmark.process.ChildProcess;
import io.millrace.benchmark.process.ProcessUsage;

/**
 * CPU seconds that engine, broker and driver have used up to a moment, or between two moments.
 *
 * <p>Immutable.
 */
record CpuSnapshot(double engine, double broker, double driver) {
    static CpuSnapshot take(ChildProcess engine, ChildProcess broker) {
        return new CpuSnapshot(engine.usage().cpuSeconds(), broker.usage().cpuSeconds(), ownCpuSeconds());
    }

    /** For a moment at which the engine has not started. */
    static CpuSnapshot withoutEngine(ChildProcess broker) {
        return new CpuSnapshot(0, broker.usage().cpuSeconds(), ownCpuSeconds());
    }

    CpuSnapshot since(CpuSnapshot earlier) {
        return new CpuSnapshot(engine - earlier.engine, broker - earlier.broker, driver - earlier.driver);
    }

    private static double ownCpuSeconds() {
        return ProcessUsage.of(ProcessHandle.current().pid()).cpuSeconds();
    }
}
