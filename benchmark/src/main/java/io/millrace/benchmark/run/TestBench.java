package io.millrace.benchmark.run;

import io.millrace.benchmark.process.ChildProcess;
import io.millrace.benchmark.process.Engines;
import io.millrace.benchmark.process.RunDirectory;

/**
 * What all runs of one benchmark share.
 *
 * <p>Immutable.
 */
public record TestBench(
        KafkaAccess kafka, ChildProcess broker, Engines engines, RunDirectory directory, RunClock clock) {}
