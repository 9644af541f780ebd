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

/** State by key is not put behind operators that may change the key. */
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
    void aGroupingBehindAChangeOfTheKeyIsTold(UnaryOperator<KStream<String, String>> operator) {
        operator.apply(in).groupByKey().count();

        assertThat(problems())
                .singleElement()
                .asString()
                .startsWith("groupByKey() is behind '")
                .contains("which may change the key, but state is split by the partitions of the input");
    }

    @ParameterizedTest
    @MethodSource("keeping")
    void aGroupingBehindWhatKeepsTheKeyIsNoProblem(UnaryOperator<KStream<String, String>> operator) {
        operator.apply(in).groupByKey().count();

        assertThat(builder.build().stores()).hasSize(1);
    }

    @Test
    void theFirstChangeIsNamedWithItsLine() {
        in.selectKey((key, value) -> value, Named.as("by-shop"))
                .map(KeyValue::pair)
                .groupByKey()
                .count();

        assertThat(problems())
                .singleElement()
                .asString()
                .matches("groupByKey\\(\\) is behind 'by-shop' \\(" + PLACE + "\\), which may change the key, but .*"
                        + "group before the key changes, or write to a topic by the new key and read that\\..* \\("
                        + PLACE
                        + "\\)");
    }

    @Test
    void aProcessorWithStateByKeyIsTold() {
        in.selectKey((key, value) -> value).process(() -> record -> {}, Stores.value("last", strings));

        assertThat(problems())
                .singleElement()
                .asString()
                .startsWith("process(...) with store 'last' is behind 'selectKey-1'");
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

    private List<String> problems() {
        return catchThrowableOfType(InvalidTopologyException.class, builder::build)
                .problems();
    }
}
