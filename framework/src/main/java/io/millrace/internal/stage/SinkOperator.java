package io.millrace.internal.stage;

import io.millrace.internal.epoch.PartitionAssignment;
import io.millrace.internal.plan.SinkPlan;
import io.millrace.processor.Record;
import io.millrace.processor.TopicNameExtractor;
import io.millrace.topology.Node;
import java.util.List;
import java.util.function.Function;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/** Turns records into bytes and hands them to the writer. Confined to the worker. */
final class SinkOperator implements Operator {

    private final SinkPlan plan;
    private final Function<Record<Object, Object>, String> topics;
    private final Serializer<Object> keys;
    private final Serializer<Object> values;
    private final CurrentRecord current;
    private final OutputWriter writer;
    private final @Nullable OutputIds ids;
    private final @Nullable CarriedTime time;

    /**
     * @param ids gives each output its id; null where they have none
     * @param time keeps the event time of each; null where Kafka's timestamp is all that there is
     */
    @SuppressWarnings("unchecked") // the DSL has checked that the types of the stream are those of the sink
    SinkOperator(
            Node.Sink sink,
            SinkPlan plan,
            CurrentRecord current,
            OutputWriter writer,
            @Nullable OutputIds ids,
            @Nullable CarriedTime time) {
        this.plan = plan;
        this.keys = (Serializer<Object>) sink.keySerializer();
        this.values = (Serializer<Object>) sink.valueSerializer();
        this.current = current;
        this.writer = writer;
        this.ids = ids;
        this.time = time;
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
        writer.write(output(record));
    }

    @Override
    public void close(PartitionAssignment assignment) {
        if (ids != null) {
            ids.forget(assignment);
        }
    }

    private Output output(Record<Object, Object> record) {
        String topic = topics.apply(record);
        return new Output(
                plan,
                topic,
                keys.serialize(topic, record.headers(), record.key()),
                values.serialize(topic, record.headers(), record.value()),
                record.timestamp(),
                headers(record),
                current.origin());
    }

    private List<Header> headers(Record<Object, Object> record) {
        List<Header> headers = ids == null ? List.of(record.headers().toArray()) : ids.stamped(record.headers());
        return time == null ? headers : time.with(record.timestamp(), headers);
    }
}
