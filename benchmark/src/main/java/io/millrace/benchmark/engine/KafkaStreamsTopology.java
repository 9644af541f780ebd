package io.millrace.benchmark.engine;

import io.millrace.benchmark.workload.JsonCodec;
import io.millrace.benchmark.workload.KeyedEvent;
import io.millrace.benchmark.workload.W1Event;
import io.millrace.benchmark.workload.W1Forward;
import io.millrace.benchmark.workload.W2Feature;
import io.millrace.benchmark.workload.W2Features;
import io.millrace.benchmark.workload.W2Window;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
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
    private static final String STORE = "w2";

    private KafkaStreamsTopology() {}

    static Topology of(EngineSettings settings, KafkaStreamsOptions.Windows windows) {
        StreamsBuilder builder = new StreamsBuilder();
        switch (settings.workload()) {
            case W1Forward.NAME -> forward(builder, settings);
            case W2Features.NAME -> features(builder, settings, windows);
            default ->
                throw new IllegalArgumentException(
                        "The kafka-streams engine runs workloads 'W1' and 'W2', WORKLOAD is '%s'."
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
        KGroupedStream<String, KeyedEvent> events = builder.stream(
                        settings.inTopic(),
                        Consumed.with(Serdes.String(), JsonSerde.of(KeyedEvent.class))
                                .withTimestampExtractor((record, partitionTime) ->
                                        TimeUnit.MICROSECONDS.toMillis(((KeyedEvent) record.value()).eventTime())))
                .groupByKey();
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
                        KafkaStreamsTopology.<WindowStore<Bytes, byte[]>>store())
                .toStream()
                .map((windowed, window) -> KeyValue.pair(windowed.key(), window.feature(windowed.key())));
    }

    private static KStream<String, W2Feature> windowedByAggregate(KGroupedStream<String, KeyedEvent> events) {
        return events.aggregate(
                        W2Window::empty,
                        (key, event, window) -> window.plus(event),
                        KafkaStreamsTopology.<KeyValueStore<Bytes, byte[]>>store())
                .toStream()
                .mapValues((key, window) -> window.feature(key));
    }

    private static <S extends StateStore> Materialized<String, W2Window, S> store() {
        return Materialized.<String, W2Window, S>as(STORE)
                .withKeySerde(Serdes.String())
                .withValueSerde(new W2WindowSerde())
                .withCachingDisabled();
    }
}
