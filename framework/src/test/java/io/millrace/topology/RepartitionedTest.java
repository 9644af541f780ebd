package io.millrace.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.millrace.errors.InvalidTopologyException;
import java.util.List;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code repartition()} declares. */
class RepartitionedTest {

    private static final String PLACE = "RepartitionedTest.java:\\d+";

    private final Serde<String> strings = Serdes.String();
    private final TopologyBuilder builder = TopologyBuilder.named("cards").defaultSerdes(strings, strings);
    private final KStream<String, String> in = builder.stream("in");
    private final KStream<String, String> byValue = in.selectKey((key, value) -> value, Named.as("by-value"));
    private final BuiltShuffles shuffles = new BuiltShuffles(builder);

    @Test
    void repartitionMovesEvenWhereTheKeyIsUnchanged() {
        byValue.foreach((key, value) -> {});
        in.repartition(Repartitioned.<String, String>as("wide").withNumberOfPartitions(24))
                .foreach((key, value) -> {});

        assertThat(builder.build().describe()).contains("wide (shuffle by key) <- in");
        assertThat(shuffles.repartitioning(0).cause()).isEqualTo("repartition() asks for it");
        assertThat(shuffles.repartitioning(0).partitions()).hasValue(24);
    }

    @Test
    void repartitionIsNeverShared() {
        byValue.repartition().foreach((key, value) -> {});
        byValue.repartition().foreach((key, value) -> {});
        byValue.groupByKey().count();

        assertThat(shuffles.moving()).containsExactly("shuffle-1", "shuffle-2", "shuffle-3");
    }

    @Test
    void repartitionSaysHowRecordsAreWritten() {
        Serde<String> keys = new Serdes.StringSerde();
        Serde<String> values = new Serdes.StringSerde();
        KStream<String, String> moved = byValue.repartition(
                Repartitioned.with(keys, values).withName("wide").withDelivery(ShuffleDelivery.AT_LEAST_ONCE));
        moved.to("out");

        Node.Repartitioning repartitioning = shuffles.repartitioning(0);
        assertThat(repartitioning.keySerde()).isSameAs(keys);
        assertThat(repartitioning.valueSerde()).isSameAs(values);
        assertThat(repartitioning.delivery()).isEqualTo(ShuffleDelivery.AT_LEAST_ONCE);
        assertThat(moved.point().keySerde()).as("known to what follows").isSameAs(keys);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1})
    void aTopicHasAtLeastOnePartition(int partitions) {
        byValue.repartition(Repartitioned.<String, String>as("wide").withNumberOfPartitions(partitions))
                .foreach((key, value) -> {});

        assertThat(problems())
                .singleElement()
                .asString()
                .matches("repartition\\(\\.\\.\\.\\) asks for " + partitions + " partitions: give at least 1\\. \\("
                        + PLACE + "\\)");
    }

    @Test
    void aRepartitionedStreamHasToGoOn() {
        byValue.repartition(Repartitioned.as("wide"));

        assertThat(problems())
                .singleElement()
                .asString()
                .matches("The records of 'wide' \\(" + PLACE + "\\) go nowhere: .*");
    }

    @Test
    void repartitionMovesRecordsWithoutAKeyToo() {
        byValue.repartition().foreach((key, value) -> {});
        DrivenNode entry = DrivenNode.of(shuffles.repartitioning(0).entry());

        entry.process(null, "x");

        assertThat(entry.updates()).containsExactly("null=x");
    }

    @Test
    void missingSerdesOfARepartitionAreTold() {
        TopologyBuilder bare = TopologyBuilder.named("bare");
        bare.stream("in", Consumed.with(strings, strings))
                .selectKey((key, value) -> 1)
                .repartition()
                .foreach((key, value) -> {});

        assertThat(problems(bare)).singleElement().asString().contains("pass one with Repartitioned.with, or");
    }

    private List<String> problems() {
        return problems(builder);
    }

    private static List<String> problems(TopologyBuilder broken) {
        return catchThrowableOfType(InvalidTopologyException.class, broken::build)
                .problems();
    }
}
