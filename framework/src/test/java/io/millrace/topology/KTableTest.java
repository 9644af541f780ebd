package io.millrace.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.millrace.errors.InvalidTopologyException;
import io.millrace.state.Materialized;
import java.util.List;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.junit.jupiter.api.Test;

/** What tables are made of, and what becomes of their entries. */
class KTableTest {

    private static final String PLACE = "KTableTest.java:\\d+";

    private final Serde<String> keys = Serdes.String();
    private final Serde<String> values = Serdes.String();
    private final TopologyBuilder builder = TopologyBuilder.named("cards");

    @Test
    void aTableIsASourceAndAStore() {
        builder.table("in", Consumed.with(keys, values), Materialized.as("cards"));

        assertThat(builder.build().describe()).isEqualTo("""
                        Topology 'cards'
                          in (source in)
                          table-cards (table, store cards) <- in
                        """);
    }

    @Test
    void aTablesStoreHasTheSerdesOfItsTopic() {
        builder.table("in", Consumed.with(keys, values));

        assertThat(builder.build().stores())
                .singleElement()
                .satisfies(store -> assertThat(store.keySerde()).isSameAs(keys))
                .satisfies(store -> assertThat(store.valueSerde()).isSameAs(values));
    }

    @Test
    void aMissingSerdeIsToldOnceForSourceAndStore() {
        builder.<String, String>table("in", Consumed.as("cards"));

        assertThat(problems()).hasSize(2).allMatch(problem -> problem.startsWith("Node 'cards' "));
    }

    @Test
    void aTableKeepsTheLastValueOfEachKey() {
        builder.table("in", Consumed.with(keys, values));
        DrivenNode node = DrivenNode.of(builder.build(), "table");

        node.process("a", "x");
        node.process("b", "y");
        node.process("a", "z");

        assertThat(node.updates()).containsExactly("a=x", "b=y", "a=z");
        assertThat(node.entries).containsEntry("a", "z").containsEntry("b", "y");
    }

    @Test
    void aNullValueRemovesTheEntryAndIsForwarded() {
        builder.table("in", Consumed.with(keys, values));
        DrivenNode node = DrivenNode.of(builder.build(), "table");

        node.process("a", "x");
        node.process("a", null);

        assertThat(node.updates()).containsExactly("a=x", "a=null");
        assertThat(node.entries).isEmpty();
    }

    @Test
    void aRecordWithoutAKeyIsNoEntry() {
        builder.table("in", Consumed.with(keys, values));
        DrivenNode node = DrivenNode.of(builder.build(), "table");

        node.process(null, "x");

        assertThat(node.forwarded).isEmpty();
        assertThat(node.entries).isEmpty();
    }

    @Test
    void aFilterTurnsWhatNoLongerMatchesIntoARemoval() {
        read().filter((key, value) -> value.length() > 1).toStream().to("out");
        DrivenNode node = DrivenNode.of(builder.build(), "filter");

        node.process("a", "xx");
        node.process("a", "x");

        assertThat(node.updates()).containsExactly("a=xx", "a=null");
    }

    @Test
    void aRemovalPassesByAFilter() {
        read().filterNot((key, value) -> value.length() > 1).toStream().to("out");
        DrivenNode node = DrivenNode.of(builder.build(), "filterNot");

        node.process("a", null);
        node.process("b", "x");
        node.process("b", "xx");

        assertThat(node.updates()).containsExactly("a=null", "b=x", "b=null");
    }

    @Test
    void mapValuesChangesTheValuesAndLetsRemovalsPass() {
        read().mapValues((key, value) -> key + value).toStream().to("out", Produced.with(keys, values));
        DrivenNode node = DrivenNode.of(builder.build(), "mapValues");

        node.process("a", "x");
        node.process("a", null);

        assertThat(node.updates()).containsExactly("a=ax", "a=null");
    }

    @Test
    void aTableThatIsOnlyKeptIsNoDeadEnd() {
        read();

        assertThat(builder.build().nodes()).hasSize(2);
    }

    @Test
    void aTableThatIsOnlyFilteredIsADeadEnd() {
        read().filter((key, value) -> true);

        assertThat(problems())
                .singleElement()
                .asString()
                .matches("The records of 'filter-2' \\(" + PLACE + "\\) go nowhere: .*");
    }

    @Test
    void aTablesStreamIsWrittenWithItsSerdes() {
        read().filter((key, value) -> true).toStream().to("out");

        Node.Sink sink = (Node.Sink) builder.build().nodes().get(3);
        assertThat(sink.keySerializer()).isSameAs(keys.serializer());
        assertThat(sink.valueSerializer()).isSameAs(values.serializer());
    }

    @Test
    void aCountsStreamIsWrittenAsLongs() {
        builder.stream("in", Consumed.with(keys, values))
                .groupByKey()
                .count()
                .toStream()
                .to("out");

        Node.Sink sink = (Node.Sink) builder.build().nodes().get(3);
        assertThat(sink.keySerializer()).isSameAs(keys.serializer());
        assertThat(sink.valueSerializer().getClass())
                .isEqualTo(Serdes.Long().serializer().getClass());
    }

    private KTable<String, String> read() {
        return builder.table("in", Consumed.with(keys, values));
    }

    private List<String> problems() {
        return catchThrowableOfType(InvalidTopologyException.class, builder::build)
                .problems();
    }
}
