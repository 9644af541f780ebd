package io.millrace.internal.stage;

import io.millrace.internal.epoch.PartitionAssignment;
import io.millrace.internal.plan.SinkPlan;
import io.millrace.processor.Record;
import io.millrace.processor.TopicNameExtractor;
import io.millrace.topology.Node;
import io.millrace.trace.TracePlace;
import io.millrace.trace.TraceStep;
import java.util.List;
import java.util.function.Function;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Serializer;

/** Turns records into bytes and hands them to the writer. Confined to the worker. */
final class SinkOperator implements Operator {

    private final SinkPlan plan;
    private final Function<Record<Object, Object>, String> topics;
    private final Serializer<Object> keys;
    private final Serializer<Object> values;
    private final CurrentRecord current;
    private final OutputWriter writer;
    private final OutputHeaders headers;
    private final TracePlace place;

    /** {@code place} is where the sink is. */
    @SuppressWarnings("unchecked") // the DSL has checked that the types of the stream are those of the sink
    SinkOperator(
            Node.Sink sink,
            SinkPlan plan,
            CurrentRecord current,
            OutputWriter writer,
            OutputHeaders headers,
            TracePlace place) {
        this.plan = plan;
        this.keys = (Serializer<Object>) sink.keySerializer();
        this.values = (Serializer<Object>) sink.valueSerializer();
        this.current = current;
        this.writer = writer;
        this.headers = headers;
        this.place = place;
        if (sink.destination() instanceof Node.FixedTopic fixed) {
            this.topics = record -> fixed.topic();
        } else {
            Node.ChosenTopic chosen = (Node.ChosenTopic) sink.destination();
            this.topics = chosenBy((TopicNameExtractor<Object, Object>) chosen.extractor(), current);
        }
    }

    private static Function<Record<Object, Object>, String> chosenBy(
            TopicNameExtractor<Object, Object> extractor, CurrentRecord current) {
        return record ->
                extractor.extract(record.key(), record.value(), current.origin().metadata());
    }

    @Override
    public void process(Record<Object, Object> record) {
        write(traced(output(record)));
    }

    @Override
    public void close(PartitionAssignment assignment) {
        headers.forget(assignment);
    }

    private Output output(Record<Object, Object> record) {
        String topic = topics.apply(record);
        return new Output(
                plan,
                topic,
                keys.serialize(topic, record.headers(), record.key()),
                values.serialize(topic, record.headers(), record.value()),
                record.timestamp(),
                headers.of(record),
                current.origin());
    }

    /** Begins the output's own step, if its record is traced, and has it carry the trace's context. */
    private Output traced(Output output) {
        TraceStep step = output.origin().trace();
        if (step == TraceStep.NONE) {
            return output;
        }
        Headers carrying = new RecordHeaders(output.headers());
        TraceStep own = step.output(place, output.topic(), carrying);
        return output.traced(own, List.of(carrying.toArray()));
    }

    private void write(Output output) {
        try {
            writer.write(output);
        } catch (RuntimeException e) {
            TraceStep step = output.origin().trace();
            step.failed(e);
            step.end();
            throw e;
        }
    }
}
