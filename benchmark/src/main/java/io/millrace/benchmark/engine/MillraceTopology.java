package io.millrace.benchmark.engine;

import io.millrace.benchmark.workload.JsonCodec;
import io.millrace.benchmark.workload.KeyedEvent;
import io.millrace.benchmark.workload.W1Event;
import io.millrace.benchmark.workload.W1Forward;
import io.millrace.benchmark.workload.W2Feature;
import io.millrace.benchmark.workload.W2Features;
import io.millrace.benchmark.workload.W2Window;
import io.millrace.benchmark.workload.W3Count;
import io.millrace.benchmark.workload.W3Counter;
import io.millrace.benchmark.workload.W3TwoStage;
import io.millrace.benchmark.workload.W4Hopping;
import io.millrace.benchmark.workload.W4Sum;
import io.millrace.processor.KeyValue;
import io.millrace.state.Materialized;
import io.millrace.topology.Consumed;
import io.millrace.topology.Grouped;
import io.millrace.topology.Produced;
import io.millrace.topology.Topology;
import io.millrace.topology.TopologyBuilder;
import io.millrace.window.TimeWindows;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/**
 * The workloads as topologies of Millrace.
 *
 * <p>Immutable.
 */
final class MillraceTopology {
    private MillraceTopology() {}

    static Topology of(EngineSettings settings) {
        return switch (settings.workload()) {
            case W1Forward.NAME -> forward(settings);
            case W2Features.NAME -> features(settings);
            case W3TwoStage.NAME -> twoStage(settings);
            case W4Hopping.NAME -> hopping(settings);
            default ->
                throw new IllegalArgumentException("The millrace engine runs workloads 'W1' to 'W4', WORKLOAD is '%s'."
                        .formatted(settings.workload()));
        };
    }

    private static Topology forward(EngineSettings settings) {
        JsonCodec<W1Event> codec = new JsonCodec<>(W1Event.class);
        TopologyBuilder builder = TopologyBuilder.named("forward");
        builder.stream(settings.inTopic(), Consumed.with(Serdes.ByteArray(), Serdes.ByteArray()))
                .mapValues(codec::read)
                .mapValues(codec::write)
                .to(settings.outTopic(), Produced.with(Serdes.ByteArray(), Serdes.ByteArray()));
        return builder.build();
    }

    private static Topology features(EngineSettings settings) {
        TopologyBuilder builder = TopologyBuilder.named("features");
        builder.stream(settings.inTopic(), Consumed.with(Serdes.String(), JsonSerde.of(KeyedEvent.class)))
                .groupByKey()
                .aggregate(
                        W2Window::empty,
                        (key, event, window) -> window.plus(event),
                        Materialized.<String, W2Window>as("w2").withValueSerde(FixedSizeSerde.ofWindow()))
                .mapValues((key, window) -> window.feature(key))
                .toStream()
                .to(settings.outTopic(), Produced.with(Serdes.String(), JsonSerde.of(W2Feature.class)));
        return builder.build();
    }

    private static Topology hopping(EngineSettings settings) {
        TopologyBuilder builder = TopologyBuilder.named("hopping");
        builder.stream(
                        settings.inTopic(),
                        Consumed.with(Serdes.String(), JsonSerde.of(KeyedEvent.class))
                                .withTimestampExtractor((key, event, recordTimestamp) ->
                                        TimeUnit.MICROSECONDS.toMillis(event.eventTime())))
                .groupByKey()
                .windowedBy(TimeWindows.ofSizeWithNoGrace(W4Hopping.SIZE).advanceBy(W4Hopping.ADVANCE))
                .aggregate(
                        W4Sum::empty,
                        (key, event, sum) -> sum.plus(event),
                        Materialized.<String, W4Sum>as("w4").withValueSerde(FixedSizeSerde.ofSum()))
                .toStream()
                .filter((windowed, sum) -> sum.answersIn(windowed.window().start()))
                .map((windowed, sum) -> new KeyValue<>(
                        windowed.key(),
                        sum.feature(windowed.key(), windowed.window().start())))
                .to(settings.outTopic(), Produced.with(Serdes.String(), JsonSerde.of(W2Feature.class)));
        return builder.build();
    }

    private static Topology twoStage(EngineSettings settings) {
        Serde<KeyedEvent> events = JsonSerde.of(KeyedEvent.class);
        TopologyBuilder builder = TopologyBuilder.named("two-stage");
        builder.stream(settings.inTopic(), Consumed.with(Serdes.String(), events))
                .groupBy(
                        (key, event) -> event.group(),
                        Grouped.with(Serdes.String(), events).withName("group"))
                .aggregate(
                        W3Counter::empty,
                        (group, event, counter) -> counter.plus(event),
                        Materialized.<String, W3Counter>as("w3").withValueSerde(FixedSizeSerde.ofCounter()))
                .mapValues((group, counter) -> counter.result(group))
                .toStream()
                .to(settings.outTopic(), Produced.with(Serdes.String(), JsonSerde.of(W3Count.class)));
        return builder.build();
    }
}
