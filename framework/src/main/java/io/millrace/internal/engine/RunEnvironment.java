package io.millrace.internal.engine;

import io.millrace.runtime.KafkaClientSupplier;
import io.millrace.runtime.TimeSource;
import io.millrace.trace.RecordTracer;

/**
 * What all topologies of an engine share. Immutable.
 *
 * @param processors what the JVM has, for the choice of threads
 */
record RunEnvironment(
        String applicationId,
        KafkaClientSupplier clients,
        TimeSource time,
        EngineThreads threads,
        EventDispatcher events,
        StuckWatch watch,
        RecordTracer tracer,
        int processors) {

    /** Returns the consumer group of the topology named {@code topology}, which its own topics are named after, too. */
    static String group(String applicationId, String topology) {
        return applicationId + "-" + topology;
    }

    /** The same in this engine. */
    String group(String topology) {
        return group(applicationId, topology);
    }
}
