package io.millrace.internal.engine;

import io.millrace.internal.exchange.Origin;
import io.millrace.internal.exchange.WakeUp;
import io.millrace.internal.plan.StagePlan;
import io.millrace.internal.stage.JointWriter;
import io.millrace.internal.stage.OutputWriter;
import io.millrace.internal.stage.SinkCaller;
import io.millrace.topology.Node;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The ways of a run to sinks that are not Kafka. Confined to the thread that builds and closes the run. */
final class ExternalSinks {

    private final String topology;
    private final RunHost host;
    private final Supplier<Consumer<Origin>> meters;
    private final List<SinkCaller> callers = new ArrayList<>();
    private final List<JointWriter> writers = new ArrayList<>();

    /** {@code meters} makes what measures the outputs of one sink of one worker, and is told of each by its origin. */
    ExternalSinks(String topology, RunHost host, Supplier<Consumer<Origin>> meters) {
        this.topology = topology;
        this.host = host;
        this.meters = meters;
    }

    /** Returns {@code kafka}, or where {@code stage} has sinks that are not Kafka, what takes the outputs of its worker for all of them. */
    OutputWriter joined(OutputWriter kafka, StagePlan stage, int worker) {
        List<Node.ExternalSink> sinks = stage.externalSinks();
        if (sinks.isEmpty()) {
            return kafka;
        }
        JointWriter joint = new JointWriter(kafka);
        WakeUp wakeUp = host.wakeUps().wakeUp(stage, worker);
        JointWriter.Place place = new JointWriter.Place(topology, host.kafka().group(), stage, worker, wakeUp);
        for (Node.ExternalSink sink : sinks) {
            WakeUp writing = host.wakeUps().sinkCaller(callers.size());
            callers.add(
                    joint.add(sink, place, writing, meters.get(), host.kafka().time()));
        }
        writers.add(joint);
        return joint;
    }

    /** Returns the workers that write, in the order of their wake-ups. */
    List<SinkCaller> callers() {
        return callers;
    }

    /** Returns how long batches wait for more records; empty if none does. */
    Optional<Duration> lingering() {
        long nanos = writers.stream().mapToLong(JointWriter::nanosToFull).min().orElse(Long.MAX_VALUE);
        return nanos == Long.MAX_VALUE ? Optional.empty() : Optional.of(Duration.ofNanos(nanos));
    }
}
