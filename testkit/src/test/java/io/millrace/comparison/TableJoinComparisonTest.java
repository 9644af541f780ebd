package io.millrace.comparison;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.processor.ValueJoiner;
import io.millrace.topology.KStream;
import io.millrace.topology.KTable;
import io.millrace.topology.Produced;
import io.millrace.topology.TopologyBuilder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Joined;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Joins with tables, as they are read and behind filters and mappings. */
class TableJoinComparisonTest {

    private static final int CASES = 300;
    private static final Told.Topic OUT = new Told.Topic("out", new StringDeserializer(), new StringDeserializer());
    private static final Serde<String> STRINGS = Serdes.String();

    enum StreamKind {
        INNER,
        LEFT
    }

    enum TableKind {
        INNER,
        LEFT,
        OUTER
    }

    @ParameterizedTest
    @EnumSource
    void aStreamFindsTheSameEntries(StreamKind kind) {
        for (int seed = 0; seed < CASES; seed++) {
            Random random = new Random(seed);
            Seen seen = Seen.random(random);
            List<Given> fed = fed(random);

            assertThat(ours(kind, seen, fed)).as("seed %d", seed).isEqualTo(theirs(kind, seen, fed));
        }
    }

    @ParameterizedTest
    @EnumSource
    void tablesGiveTheSameResults(TableKind kind) {
        for (int seed = 0; seed < CASES; seed++) {
            Random random = new Random(seed);
            Seen left = Seen.random(random);
            Seen right = Seen.random(random);
            List<Given> fed = fed(random);

            assertThat(changes(ours(kind, left, right, fed)))
                    .as("seed %d", seed)
                    .isEqualTo(changes(theirs(kind, left, right, fed)));
        }
    }

    /** What is made of a table before it is joined. */
    private enum Seen {
        AS_READ,
        FILTERED,
        MAPPED,
        FILTERED_AND_MAPPED;

        static Seen random(Random random) {
            return values()[random.nextInt(values().length)];
        }

        KTable<String, String> of(KTable<String, String> table) {
            return switch (this) {
                case AS_READ -> table;
                case FILTERED -> table.filter(Seen::passes);
                case MAPPED -> table.mapValues(Seen::mapped);
                case FILTERED_AND_MAPPED -> table.filterNot(Seen::passes).mapValues(Seen::mapped);
            };
        }

        org.apache.kafka.streams.kstream.KTable<String, String> of(
                org.apache.kafka.streams.kstream.KTable<String, String> table) {
            return switch (this) {
                case AS_READ -> table;
                case FILTERED -> table.filter(Seen::passes);
                case MAPPED -> table.mapValues(Seen::mapped);
                case FILTERED_AND_MAPPED -> table.filterNot(Seen::passes).mapValues(Seen::mapped);
            };
        }

        private static boolean passes(String key, String value) {
            return value.hashCode() % 3 != 0;
        }

        private static String mapped(String value) {
            return value + "!";
        }
    }

    private static List<Given> fed(Random random) {
        List<Given> records = new ArrayList<>();
        long now = 1_000;
        for (int index = 0; index < 60; index++) {
            now += random.nextInt(12);
            String topic = random.nextBoolean() ? "left" : "right";
            @Nullable String key = random.nextInt(30) == 0 ? null : "k" + random.nextInt(4);
            @Nullable String value = random.nextInt(5) == 0 ? null : topic.charAt(0) + "" + index;
            records.add(new Given(topic, key, value, now - random.nextInt(30)));
        }
        return records;
    }

    /** Leaves out timestamps, and updates that change nothing: of these Kafka Streams gives others. */
    private static List<String> changes(List<Told> updates) {
        Map<String, String> table = new HashMap<>();
        List<String> changes = new ArrayList<>();
        for (Told update : updates) {
            @Nullable String before = table.put(update.key(), update.value());
            if (!update.value().equals(before == null ? "null" : before)) {
                changes.add(update.key() + "=" + update.value());
            }
        }
        return changes;
    }

    private static List<Told> ours(StreamKind kind, Seen seen, List<Given> fed) {
        TopologyBuilder builder = TopologyBuilder.named("joins").defaultSerdes(STRINGS, STRINGS);
        KStream<String, String> stream = builder.stream("left");
        KTable<String, String> table = seen.of(table(builder, "right"));
        ValueJoiner<@Nullable String, @Nullable String, String> joiner = (l, r) -> l + "+" + r;
        KStream<String, String> joined =
                switch (kind) {
                    case INNER -> stream.join(table, joiner);
                    case LEFT -> stream.leftJoin(table, joiner);
                };
        joined.to(OUT.name(), Produced.with(STRINGS, STRINGS));
        return Objects.requireNonNull(
                Millrace.run(builder.build(), fed, List.of(OUT)).get(OUT.name()));
    }

    private static List<Told> theirs(StreamKind kind, Seen seen, List<Given> fed) {
        StreamsBuilder builder = new StreamsBuilder();
        var stream = builder.stream("left", Consumed.with(STRINGS, STRINGS));
        var table = seen.of(builder.table("right", Consumed.with(STRINGS, STRINGS)));
        org.apache.kafka.streams.kstream.ValueJoiner<String, String, String> joiner = (l, r) -> l + "+" + r;
        var how = Joined.with(STRINGS, STRINGS, STRINGS);
        var joined =
                switch (kind) {
                    case INNER -> stream.join(table, joiner, how);
                    case LEFT -> stream.leftJoin(table, joiner, how);
                };
        joined.to(OUT.name(), org.apache.kafka.streams.kstream.Produced.with(STRINGS, STRINGS));
        return Objects.requireNonNull(
                Streams.run(builder.build(), fed, List.of(OUT)).get(OUT.name()));
    }

    private static List<Told> ours(TableKind kind, Seen leftSeen, Seen rightSeen, List<Given> fed) {
        TopologyBuilder builder = TopologyBuilder.named("joins").defaultSerdes(STRINGS, STRINGS);
        KTable<String, String> left = leftSeen.of(table(builder, "left"));
        KTable<String, String> right = rightSeen.of(table(builder, "right"));
        ValueJoiner<@Nullable String, @Nullable String, String> joiner = (l, r) -> l + "+" + r;
        KTable<String, String> joined =
                switch (kind) {
                    case INNER -> left.join(right, joiner);
                    case LEFT -> left.leftJoin(right, joiner);
                    case OUTER -> left.outerJoin(right, joiner);
                };
        joined.toStream().to(OUT.name(), Produced.with(STRINGS, STRINGS));
        return Objects.requireNonNull(
                Millrace.run(builder.build(), fed, List.of(OUT)).get(OUT.name()));
    }

    private static List<Told> theirs(TableKind kind, Seen leftSeen, Seen rightSeen, List<Given> fed) {
        StreamsBuilder builder = new StreamsBuilder();
        var left = leftSeen.of(builder.table("left", Consumed.with(STRINGS, STRINGS)));
        var right = rightSeen.of(builder.table("right", Consumed.with(STRINGS, STRINGS)));
        org.apache.kafka.streams.kstream.ValueJoiner<String, String, String> joiner = (l, r) -> l + "+" + r;
        var joined =
                switch (kind) {
                    case INNER -> left.join(right, joiner);
                    case LEFT -> left.leftJoin(right, joiner);
                    case OUTER -> left.outerJoin(right, joiner);
                };
        joined.toStream().to(OUT.name(), org.apache.kafka.streams.kstream.Produced.with(STRINGS, STRINGS));
        return Objects.requireNonNull(
                Streams.run(builder.build(), fed, List.of(OUT)).get(OUT.name()));
    }

    private static KTable<String, String> table(TopologyBuilder builder, String topic) {
        return builder.table(topic, io.millrace.topology.Consumed.with(STRINGS, STRINGS));
    }
}
