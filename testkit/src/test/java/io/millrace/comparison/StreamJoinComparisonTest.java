package io.millrace.comparison;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.processor.ValueJoiner;
import io.millrace.topology.KStream;
import io.millrace.topology.TopologyBuilder;
import io.millrace.window.JoinWindows;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.StreamJoined;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Windowed joins of two streams. Records come as late as both agree on what is to become of them: beyond that, what we do otherwise is
 * said in {@code docs/event-time.md}.
 */
class StreamJoinComparisonTest {

    private static final int CASES = 300;
    private static final Told.Topic OUT = new Told.Topic("out", new StringDeserializer(), new StringDeserializer());
    private static final String NULL = "null";

    enum Kind {
        INNER,
        LEFT,
        OUTER
    }

    enum Keys {
        AS_READ,
        CHANGED
    }

    @ParameterizedTest
    @EnumSource
    void theSameComes(Kind kind) {
        for (int seed = 0; seed < CASES; seed++) {
            new Case(kind, Keys.AS_READ, seed).check();
        }
    }

    @ParameterizedTest
    @EnumSource
    void theSameComesWhereKeysWereChanged(Kind kind) {
        for (int seed = 0; seed < CASES / 4; seed++) {
            new Case(kind, Keys.CHANGED, seed).check();
        }
    }

    /** One topology and what it is fed with. */
    private static final class Case {
        private final Kind kind;
        private final Keys keys;
        private final JoinWindows windows;
        private final List<Given> fed;
        private final String name;

        Case(Kind kind, Keys keys, int seed) {
            this.name = "%s, keys %s, seed %d".formatted(kind, keys, seed);
            this.kind = kind;
            this.keys = keys;
            Random random = new Random(seed);
            this.windows = new JoinWindows(random.nextInt(30), random.nextInt(30), random.nextInt(20));
            this.fed = fed(random);
        }

        /** Kafka Streams gives up a record without a partner when it comes after its window, whatever the grace. */
        private int mostDisorder() {
            int reach = (int) Math.min(windows.beforeMs(), windows.afterMs());
            return (int)
                    (kind == Kind.INNER ? reach + windows.gracePeriodMs() : Math.min(reach, windows.gracePeriodMs()));
        }

        private List<Given> fed(Random random) {
            List<Given> records = new ArrayList<>();
            int step = 1 + random.nextInt(12);
            int disorder = mostDisorder() == 0 ? 1 : 1 + random.nextInt(mostDisorder());
            long now = 1_000;
            for (int index = 0; index < 60; index++) {
                now += random.nextInt(step);
                String topic = random.nextBoolean() ? "left" : "right";
                @Nullable String key = random.nextInt(30) == 0 ? null : "k" + random.nextInt(3);
                @Nullable String value = random.nextInt(30) == 0 ? null : topic.charAt(0) + "" + index;
                records.add(new Given(topic, key, value, now - random.nextInt(disorder)));
            }
            records.add(new Given("left", "end", "l", 100_000));
            records.add(new Given("right", "end", "r", 100_000));
            return records;
        }

        /** Pairs come in the same order; what leaves alone does so when the slower input has come so far, and not the faster one. */
        void check() {
            List<Told> ours = ours();
            List<Told> theirs = theirs();
            assertThat(pairs(ours)).as(name).isEqualTo(pairs(theirs));
            assertThat(ours).as(name).containsExactlyInAnyOrderElementsOf(theirs);
        }

        private static List<Told> pairs(List<Told> all) {
            return all.stream().filter(given -> !given.value().contains(NULL)).toList();
        }

        private List<Told> ours() {
            TopologyBuilder builder = TopologyBuilder.named("joins").defaultSerdes(Serdes.String(), Serdes.String());
            KStream<String, String> left = keyed(builder.stream("left"));
            KStream<String, String> right = keyed(builder.stream("right"));
            ValueJoiner<@Nullable String, @Nullable String, String> joiner = (l, r) -> l + "+" + r;
            KStream<String, String> joined =
                    switch (kind) {
                        case INNER -> left.join(right, joiner, windows);
                        case LEFT -> left.leftJoin(right, joiner, windows);
                        case OUTER -> left.outerJoin(right, joiner, windows);
                    };
            joined.to(OUT.name(), io.millrace.topology.Produced.with(Serdes.String(), Serdes.String()));
            return Objects.requireNonNull(
                    Millrace.run(builder.build(), fed, List.of(OUT)).get(OUT.name()));
        }

        @SuppressWarnings("NullAway") // a key may be null, but not so that NullAway sees it in a lambda
        private KStream<String, String> keyed(KStream<String, String> stream) {
            return keys == Keys.AS_READ ? stream : stream.selectKey((key, value) -> changed(key));
        }

        private List<Told> theirs() {
            StreamsBuilder builder = new StreamsBuilder();
            var left = keyed(builder.stream("left", Consumed.with(Serdes.String(), Serdes.String())));
            var right = keyed(builder.stream("right", Consumed.with(Serdes.String(), Serdes.String())));
            org.apache.kafka.streams.kstream.ValueJoiner<String, String, String> joiner = (l, r) -> l + "+" + r;
            var theirWindows = org.apache.kafka.streams.kstream.JoinWindows.ofTimeDifferenceAndGrace(
                            Duration.ofMillis(windows.beforeMs()), Duration.ofMillis(windows.gracePeriodMs()))
                    .after(Duration.ofMillis(windows.afterMs()));
            var how = StreamJoined.with(Serdes.String(), Serdes.String(), Serdes.String());
            var joined =
                    switch (kind) {
                        case INNER -> left.join(right, joiner, theirWindows, how);
                        case LEFT -> left.leftJoin(right, joiner, theirWindows, how);
                        case OUTER -> left.outerJoin(right, joiner, theirWindows, how);
                    };
            joined.to(OUT.name(), Produced.with(Serdes.String(), Serdes.String()));
            return Objects.requireNonNull(
                    Streams.run(builder.build(), fed, List.of(OUT)).get(OUT.name()));
        }

        private org.apache.kafka.streams.kstream.KStream<String, String> keyed(
                org.apache.kafka.streams.kstream.KStream<String, String> stream) {
            return keys == Keys.AS_READ ? stream : stream.selectKey((key, value) -> changed(key));
        }

        private static @Nullable String changed(@Nullable String key) {
            return key == null ? null : key.substring(1);
        }
    }
}
