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
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Grouped;
import org.apache.kafka.streams.kstream.KGroupedStream;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.TimeWindows;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.WindowStore;

/**
 * The workloads as topologies of Kafka Streams.
 *
 * <p>Immutable.
 */
final class KafkaStreamsTopology {
    private KafkaStreamsTopology() {}

    static Topology of(EngineSettings settings, KafkaStreamsOptions.Windows windows) {
        StreamsBuilder builder = new StreamsBuilder();
        switch (settings.workload()) {
            case W1Forward.NAME -> forward(builder, settings);
            case W2Features.NAME -> features(builder, settings, windows);
            case W3TwoStage.NAME -> twoStage(builder, settings);
            case W4Hopping.NAME -> hopping(builder, settings);
            default ->
                throw new IllegalArgumentException(
                        "The kafka-streams engine runs workloads 'W1' to 'W4', WORKLOAD is '%s'."
                                .formatted(settings.workload()));
        }
        return builder.build();
    }

    private static void forward(StreamsBuilder builder, EngineSettings settings) {
        JsonCodec<W1Event> codec = new JsonCodec<>(W1Event.class);
        builder.stream(settings.inTopic(), Consumed.with(Serdes.ByteArray(), Serdes.ByteArray()))
                .mapValues(codec::read)
                .mapValues(codec::write)
                .to(settings.outTopic(), Produced.with(Serdes.ByteArray(), Serdes.ByteArray()));
    }

    private static void features(StreamsBuilder builder, EngineSettings settings, KafkaStreamsOptions.Windows windows) {
        KGroupedStream<String, KeyedEvent> events = byKey(builder, settings);
        KStream<String, W2Feature> features =
                switch (windows) {
                    case BY_DSL -> windowedByDsl(events);
                    case BY_AGGREGATE -> windowedByAggregate(events);
                };
        features.to(settings.outTopic(), Produced.with(Serdes.String(), JsonSerde.of(W2Feature.class)));
    }

    private static KStream<String, W2Feature> windowedByDsl(KGroupedStream<String, KeyedEvent> events) {
        return events.windowedBy(TimeWindows.ofSizeWithNoGrace(W2Window.SIZE))
                .aggregate(
                        W2Window::empty,
                        (key, event, window) -> window.plus(event),
                        KafkaStreamsTopology.<W2Window, WindowStore<Bytes, byte[]>>store(
                                "w2", FixedSizeSerde.ofWindow()))
                .toStream()
                .map((windowed, window) -> KeyValue.pair(windowed.key(), window.feature(windowed.key())));
    }

    private static KStream<String, W2Feature> windowedByAggregate(KGroupedStream<String, KeyedEvent> events) {
        return events.aggregate(
                        W2Window::empty,
                        (key, event, window) -> window.plus(event),
                        KafkaStreamsTopology.<W2Window, KeyValueStore<Bytes, byte[]>>store(
                                "w2", FixedSizeSerde.ofWindow()))
                .toStream()
                .mapValues((key, window) -> window.feature(key));
    }

    private static void hopping(StreamsBuilder builder, EngineSettings settings) {
        byKey(builder, settings)
                .windowedBy(TimeWindows.ofSizeWithNoGrace(W4Hopping.SIZE).advanceBy(W4Hopping.ADVANCE))
                .aggregate(
                        W4Sum::empty,
                        (key, event, sum) -> sum.plus(event),
                        KafkaStreamsTopology.<W4Sum, WindowStore<Bytes, byte[]>>store("w4", FixedSizeSerde.ofSum()))
                .toStream()
                .filter((windowed, sum) -> sum.answersIn(windowed.window().start()))
                .map((windowed, sum) -> KeyValue.pair(
                        windowed.key(),
                        sum.feature(windowed.key(), windowed.window().start())))
                .to(settings.outTopic(), Produced.with(Serdes.String(), JsonSerde.of(W2Feature.class)));
    }

    /** The events by key, with the times that they say. */
    private static KGroupedStream<String, KeyedEvent> byKey(StreamsBuilder builder, EngineSettings settings) {
        return builder.stream(
                        settings.inTopic(),
                        Consumed.with(Serdes.String(), JsonSerde.of(KeyedEvent.class))
                                .withTimestampExtractor((record, partitionTime) ->
                                        TimeUnit.MICROSECONDS.toMillis(((KeyedEvent) record.value()).eventTime())))
                .groupByKey();
    }

    private static void twoStage(StreamsBuilder builder, EngineSettings settings) {
        Serde<KeyedEvent> events = JsonSerde.of(KeyedEvent.class);
        builder.stream(settings.inTopic(), Consumed.with(Serdes.String(), events))
                .groupBy((key, event) -> event.group(), Grouped.with("group", Serdes.String(), events))
                .aggregate(
                        W3Counter::empty,
                        (group, event, counter) -> counter.plus(event),
                        KafkaStreamsTopology.<W3Counter, KeyValueStore<Bytes, byte[]>>store(
                                "w3", FixedSizeSerde.ofCounter()))
                .toStream()
                .mapValues((group, counter) -> counter.result(group))
                .to(settings.outTopic(), Produced.with(Serdes.String(), JsonSerde.of(W3Count.class)));
    }

    private static <V, S extends StateStore> Materialized<String, V, S> store(String name, Serde<V> serde) {
        return Materialized.<String, V, S>as(name)
                .withKeySerde(Serdes.String())
                .withValueSerde(serde)
                .withCachingDisabled();
    }
}
