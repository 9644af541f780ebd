package io.millrace.internal.engine;

import io.millrace.internal.async.CallThreads;
import io.millrace.internal.kafka.KafkaAccess;
import io.millrace.internal.kafka.OtherWorkers;
import io.millrace.internal.metrics.TopologyMeter;
import io.millrace.trace.RecordTracer;
import java.util.concurrent.Executor;

/**
 * What runs the parts of a run: threads, or somebody who steps them. Immutable.
 *
 * @param lookups runs what asks Kafka for topics and may wait for it
 * @param otherWorkers runs the workers that share the poll thread; called while the source worker waits for them, too
 * @param calls makes the threads that blocking calls take
 * @param laneCapacity how many records a lane takes before its producer has to wait; a power of two
 * @param meter of the topology, through all of its runs
 * @param tracer of all records that are read
 */
record RunHost(
        KafkaAccess kafka,
        WakeUps wakeUps,
        Executor lookups,
        OtherWorkers otherWorkers,
        BlockingCalls calls,
        int laneCapacity,
        TopologyMeter meter,
        RecordTracer tracer) {

    /** Makes threads for calls that block. */
    interface BlockingCalls {

        /** Returns the threads of one worker; {@code most} is how many of its calls may be under way at a time. */
        CallThreads threads(String worker, int most);
    }
}
