package io.millrace.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.millrace.errors.InvalidTopologyException;
import io.millrace.processor.KeyValue;
import io.millrace.state.Stores;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Which operators may change the key, and what that takes before state by key. */
class KeyChangeTest {

    private static final String PLACE = "KeyChangeTest.java:\\d+";

    private final Serde<String> strings = Serdes.String();
    private final TopologyBuilder builder = TopologyBuilder.named("cards").defaultSerdes(strings, strings);
    private final KStream<String, String> in = builder.stream("in");

    static List<UnaryOperator<KStream<String, String>>> changing() {
        return List.of(
                stream -> stream.map(KeyValue::pair),
                stream -> stream.flatMap((key, value) -> List.of(KeyValue.pair(key, value))),
                stream -> stream.selectKey((key, value) -> value),
                stream -> stream.process(() -> record -> {}),
                stream -> stream.mapPartitions(partition -> record -> {}),
                stream -> stream.selectKey((key, value) -> value).merge(stream),
                stream -> stream.merge(stream.selectKey((key, value) -> value)),
                stream -> stream.selectKey((key, value) -> value).stage("next").mapValues(value -> value));
    }

    static List<UnaryOperator<KStream<String, String>>> keeping() {
        return List.of(
                stream -> stream.mapValues(value -> value),
                stream -> stream.flatMapValues(value -> List.of(value)),
                stream -> stream.processValues(() -> record -> {}),
                stream -> stream.filter((key, value) -> true),
                stream -> stream.peek((key, value) -> {}),
                stream -> stream.stage("next"),
                stream -> stream.merge(stream.mapValues(value -> value)),
                stream -> stream.split().defaultBranch().values().iterator().next());
    }

    @ParameterizedTest
    @MethodSource("changing")
    void aGroupingBehindAChangeOfTheKeyMovesRecords(UnaryOperator<KStream<String, String>> operator) {
        operator.apply(in).groupByKey().count();

        assertThat(shuffle().repartitioning()).isPresent();
    }

    @ParameterizedTest
    @MethodSource("keeping")
    void aGroupingBehindWhatKeepsTheKeyIsNoProblem(UnaryOperator<KStream<String, String>> operator) {
        operator.apply(in).groupByKey().count();

        assertThat(shuffle().repartitioning()).isEmpty();
    }

    @Test
    void theFirstChangeIsNamedWithItsLine() {
        in.selectKey((key, value) -> value, Named.as("by-shop"))
                .map(KeyValue::pair)
                .groupByKey()
                .count();

        assertThat(shuffle().repartitioning().orElseThrow().cause())
                .matches("'by-shop' \\(" + PLACE + "\\) may change the key");
    }

    @Test
    void aProcessorWithStateByKeyIsTold() {
        in.selectKey((key, value) -> value).process(() -> record -> {}, Stores.value("last", strings));

        assertThat(problems())
                .singleElement()
                .asString()
                .matches("process\\(\\.\\.\\.\\) with store 'last' is behind 'selectKey-1' \\(" + PLACE
                        + "\\), which may change the key, so that a key's records are not together: move them with"
                        + " repartition\\(\\) in between\\. mapValues, flatMapValues and processValues keep the key\\. \\("
                        + PLACE + "\\)");
    }

    @Test
    void aProcessorWithStateByKeyMayFollowARepartition() {
        in.selectKey((key, value) -> value).repartition().process(() -> record -> {}, Stores.value("last", strings));

        assertThat(builder.build().stores()).hasSize(1);
    }

    @Test
    void aProcessorOfValuesWithStateByKeyIsTold() {
        in.selectKey((key, value) -> value).processValues(() -> record -> {}, Stores.list("all", strings));

        assertThat(problems()).singleElement().asString().startsWith("processValues(...) with store 'all' is behind");
    }

    @Test
    void aKeyValueStoreBelongsToThePartitionWhateverTheKey() {
        in.selectKey((key, value) -> value).process(() -> record -> {}, Stores.keyValue("any", strings, strings));

        assertThat(builder.build().stores()).hasSize(1);
    }

    @Test
    void aTablesUpdatesMayBeGroupedAgain() {
        in.groupByKey()
                .count()
                .toStream()
                .mapValues(Object::toString)
                .groupByKey()
                .count();

        assertThat(builder.build().stores()).hasSize(2);
    }

    private Node.Shuffle shuffle() {
        return builder.build().nodes().stream()
                .filter(Node.Shuffle.class::isInstance)
                .map(Node.Shuffle.class::cast)
                .findFirst()
                .orElseThrow();
    }

    private List<String> problems() {
        return catchThrowableOfType(InvalidTopologyException.class, builder::build)
                .problems();
    }
}
