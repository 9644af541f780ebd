package io.millrace.topology;

import io.millrace.processor.BatchAction;
import io.millrace.processor.RecordWriterSupplier;
import io.millrace.sink.Sink;
import io.millrace.sink.SinkEffect;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Ends a stream with what writes elsewhere than to a topic.
 *
 * <p>Immutable view on the builder; not thread-safe.
 */
record StreamEnds(StreamPoint<?, ?> point) {

    void writer(@Nullable Named named, RecordWriterSupplier<?, ?> supplier) {
        point.graph()
                .addEnd(
                        StreamPoint.nameOf(named),
                        "foreach",
                        name -> new Node.WriterSink(name, List.of(point.node()), supplier));
    }

    void batches(@Nullable Named named, BatchAction<?, ?> action) {
        point.graph()
                .addEnd(
                        StreamPoint.nameOf(named),
                        "foreachBatch",
                        name -> new Node.BatchSink(name, List.of(point.node()), action));
    }

    void sink(Sink<?, ?> sink, Batched batched) {
        String node = point.graph()
                .addEnd(
                        batched.name,
                        "sink",
                        name -> new Node.ExternalSink(name, List.of(point.node()), sink, batched));
        if (sink.effect() == SinkEffect.ONCE && batched.name == null) {
            point.graph()
                    .problem(
                            "Sink '%s' is to write everything once, and goes by ids that are made of its name, which depends on other nodes: give it one with Batched.as."
                                    .formatted(node));
        }
    }
}
