package io.millrace.comparison;

import io.millrace.topology.Consumed;
import io.millrace.topology.GlobalKTable;
import io.millrace.topology.KStream;
import io.millrace.topology.TopologyBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.streams.StreamsBuilder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Joins of a stream with a global table, by a key that may be missing, of records that may have no key and no value. */
class GlobalJoinComparisonTest {

    private static final int CASES = 300;
    private static final Told.Topic OUT = new Told.Topic("out", new StringDeserializer(), new StringDeserializer());

    enum Kind {
        INNER,
        LEFT
    }

    @ParameterizedTest
    @EnumSource
    void recordsFindTheSameEntries(Kind kind) {
        Comparison comparison = new Comparison(
                ours(kind), theirs(kind), List.of(OUT), UnaryOperator.identity(), UnaryOperator.identity());
        for (int seed = 0; seed < CASES; seed++) {
            comparison.check("seed " + seed, given(new Random(seed)));
        }
    }

    private static List<Given> given(Random random) {
        List<Given> given = new ArrayList<>();
        for (int number = 0; number < 40; number++) {
            boolean entry = random.nextBoolean();
            String key = (entry ? "shop-" : "card-") + random.nextInt(4);
            String value = (entry ? "risk-" : "shop-") + random.nextInt(6);
            given.add(new Given(
                    entry ? "shops" : "payments",
                    random.nextInt(10) == 0 ? null : key,
                    random.nextInt(8) == 0 ? null : value,
                    1_000L + random.nextInt(1_000)));
        }
        return given;
    }

    /** Some payments name no shop. */
    private static @Nullable String shop(String value) {
        return value.equals("shop-5") ? null : value;
    }

    @SuppressWarnings("NullAway") // a selector may give null, but not so that NullAway sees it
    private static io.millrace.topology.Topology ours(Kind kind) {
        TopologyBuilder builder = TopologyBuilder.named("joined").defaultSerdes(Serdes.String(), Serdes.String());
        GlobalKTable<String, String> shops = builder.globalTable("shops", Consumed.as("shops"));
        KStream<String, String> payments = builder.stream("payments");
        KStream<String, String> joined =
                switch (kind) {
                    case INNER -> payments.join(shops, (card, value) -> shop(value), (shop, risk) -> shop + risk);
                    case LEFT -> payments.leftJoin(shops, (card, value) -> shop(value), (shop, risk) -> shop + risk);
                };
        joined.to("out");
        return builder.build();
    }

    @SuppressWarnings(
            "NullAway") // Kafka Streams' types do not say that a selector may give null, its documentation does
    private static org.apache.kafka.streams.Topology theirs(Kind kind) {
        StreamsBuilder builder = new StreamsBuilder();
        org.apache.kafka.streams.kstream.GlobalKTable<String, String> shops = builder.globalTable("shops");
        org.apache.kafka.streams.kstream.KStream<String, String> payments = builder.stream("payments");
        org.apache.kafka.streams.kstream.KStream<String, String> joined =
                switch (kind) {
                    case INNER ->
                        payments.join(
                                shops,
                                (card, value) -> value == null ? null : shop(value),
                                (shop, risk) -> shop + risk);
                    case LEFT ->
                        payments.leftJoin(
                                shops,
                                (card, value) -> value == null ? null : shop(value),
                                (shop, risk) -> shop + risk);
                };
        joined.to("out");
        return builder.build();
    }
}
