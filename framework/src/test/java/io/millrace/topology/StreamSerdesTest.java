package io.millrace.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.millrace.errors.InvalidTopologyException;
import io.millrace.processor.KeyValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Which serdes a stream has, and what is told where it has none. */
class StreamSerdesTest {

    private static final String PLACE = "StreamSerdesTest.java:\\d+";

    private final Serde<String> keys = Serdes.String();
    private final Serde<String> values = Serdes.String();
    private final TopologyBuilder builder = TopologyBuilder.named("cards");

    @Test
    void aMissingSerdeIsToldForKeyAndValue() {
        builder.<String, String>stream("in").to("out", Produced.with(keys, values));

        assertThat(problems()).hasSize(2);
        assertThat(problems().get(0)).matches("Node 'in' \\(" + PLACE + "\\) has no key serde: .*");
        assertThat(problems().get(1)).matches("Node 'in' \\(" + PLACE + "\\) has no value serde: .*");
    }

    @Test
    void defaultSerdesStandInForThoseThatAreMissing() {
        builder.defaultSerdes(keys, values);
        builder.<String, String>stream("in").to("out");

        assertThat(builder.build().nodes()).hasSize(2);
    }

    static List<UnaryOperator<KStream<String, String>>> keepingSerdes() {
        return List.of(
                stream -> stream.filter((key, value) -> true),
                stream -> stream.filterNot((key, value) -> true),
                stream -> stream.peek((key, value) -> {}),
                stream -> stream.stage("next"),
                stream -> stream.merge(stream),
                stream -> stream.split().defaultBranch().values().iterator().next());
    }

    @ParameterizedTest
    @MethodSource("keepingSerdes")
    void anOperatorThatKeepsTheTypesKeepsTheSerdes(UnaryOperator<KStream<String, String>> operator) {
        operator.apply(read("in")).to("out");

        Node.Sink sink = sink(builder.build());
        assertThat(sink.keySerializer()).isSameAs(keys.serializer());
        assertThat(sink.valueSerializer()).isSameAs(values.serializer());
    }

    static Map<String, UnaryOperator<KStream<String, String>>> losing() {
        return Map.of(
                "key value", stream -> stream.map(KeyValue::pair),
                " key value", stream -> stream.flatMap((key, value) -> List.of(KeyValue.pair(key, value))),
                "value", stream -> stream.mapValues(value -> value),
                " value", stream -> stream.flatMapValues(value -> List.of(value)),
                "key", stream -> stream.selectKey((key, value) -> key));
    }

    static List<Map.Entry<String, UnaryOperator<KStream<String, String>>>> losingSerdes() {
        return new ArrayList<>(losing().entrySet());
    }

    @ParameterizedTest
    @MethodSource("losingSerdes")
    void anOperatorThatMayChangeATypeLosesItsSerde(Map.Entry<String, UnaryOperator<KStream<String, String>>> operator) {
        operator.getValue().apply(read("in")).to("out");

        assertThat(problems().stream()
                        .map(problem -> problem.replaceAll(".* has no (key|value) serde.*", "$1"))
                        .toList())
                .isEqualTo(List.of(operator.getKey().strip().split(" ")));
    }

    @Test
    void aMergeOfDifferentSerdesLosesThem() {
        Serde<String> other = new Serdes.StringSerde();
        KStream<String, String> second = builder.stream("second", Consumed.with(keys, other));
        read("in").merge(second).to("out");

        assertThat(problems()).hasSize(2);
    }

    @Test
    void whatASinkSaysGoesBeforeWhatItsStreamWasReadWith() {
        Serde<String> other = new Serdes.StringSerde();
        read("in").to("out", Produced.with(keys, other));

        assertThat(sink(builder.build()).valueSerializer()).isSameAs(other.serializer());
    }

    private KStream<String, String> read(String topic) {
        return builder.stream(topic, Consumed.with(keys, values));
    }

    private List<String> problems() {
        return catchThrowableOfType(InvalidTopologyException.class, builder::build)
                .problems();
    }

    private static Node.Sink sink(Topology topology) {
        return topology.nodes().stream()
                .filter(Node.Sink.class::isInstance)
                .map(Node.Sink.class::cast)
                .findFirst()
                .orElseThrow();
    }
}
