package io.millrace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.millrace.errors.UnequalPartitionsException;
import io.millrace.processor.ValueJoiner;
import io.millrace.runtime.Delivery;
import io.millrace.runtime.TopologySettings;
import io.millrace.state.Materialized;
import io.millrace.support.Cluster;
import io.millrace.support.Engines;
import io.millrace.support.TopicReader;
import io.millrace.topology.Consumed;
import io.millrace.topology.KStream;
import io.millrace.topology.KTable;
import io.millrace.topology.StreamJoined;
import io.millrace.topology.Topology;
import io.millrace.topology.TopologyBuilder;
import io.millrace.window.JoinWindows;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.apache.kafka.common.serialization.Serdes;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Joins on a real broker: what they refuse, and that nothing is lost or comes twice where partitions move. */
class JoinIT {

    private static final int PARTITIONS = 4;
    private static final ValueJoiner<@Nullable Object, @Nullable Object, String> JOINER =
            (left, right) -> left + "+" + right;

    private final Cluster cluster = Cluster.shared();
    private final String application = Cluster.application();
    private final String left = cluster.topic("left", PARTITIONS);
    private final String right = cluster.topic("right", PARTITIONS);
    private final String out = cluster.topic("out", PARTITIONS);
    private int sent;

    @Test
    void inputsOfDifferentSizeAreRefusedByTheirNames() {
        String narrow = cluster.topic("narrow", 3);
        try (MillraceEngine engine = engine(pairs(left, narrow))) {
            assertThatThrownBy(engine::start)
                    .isInstanceOf(UnequalPartitionsException.class)
                    .hasMessageContaining("'%s' and '%s'", left, narrow)
                    .hasMessageContaining("the first has 4 partitions and the second 3");
        }
    }

    @Test
    void aTableOfAnotherSizeIsRefusedByItsName() {
        String narrow = cluster.topic("narrow", 1);
        TopologyBuilder builder = builder();
        KTable<String, String> table =
                builder.table(narrow, Consumed.with(Serdes.String(), Serdes.String()), Materialized.as("table"));
        builder.<String, String>stream(left).join(table, JOINER).to(out);
        try (MillraceEngine engine = engine(builder.build())) {
            assertThatThrownBy(engine::start)
                    .isInstanceOf(UnequalPartitionsException.class)
                    .hasMessageContaining("'%s' and '%s'", left, narrow)
                    .hasMessageContaining("the first has 4 partitions and the second 1");
        }
    }

    @Test
    void streamsOfDifferentSizeAreJoinedBehindAMove() {
        String narrow = cluster.topic("narrow", 1);
        TopologyBuilder builder = builder();
        KStream<String, String> moved =
                builder.<String, String>stream(narrow).selectKey((key, value) -> value.substring(1));
        builder.<String, String>stream(left)
                .join(moved, JOINER, windows(), StreamJoined.as("pairs"))
                .to(out);
        try (MillraceEngine engine = engine(builder.build());
                TopicReader reader = new TopicReader(cluster, out)) {
            engine.start();
            List<String> expected = new ArrayList<>();
            for (int number = 0; number < 50; number++) {
                cluster.send(left, null, String.valueOf(number), "l" + number);
                cluster.send(narrow, 0, "any", "r" + number);
                expected.add("l" + number + "+r" + number);
            }

            reader.awaitRecords(50, Duration.ofSeconds(60));

            assertThat(reader.values()).containsExactlyInAnyOrderElementsOf(expected);
        }
    }

    @Test
    void pairsAreFoundAcrossARestart() {
        try (TopicReader reader = new TopicReader(cluster, out)) {
            try (MillraceEngine engine = engine(pairs(left, right))) {
                engine.start();
                sendSide(left, "l", 0, 100);
                await().until(() -> cluster.committedRecords(application, "joins") == 100);
            }
            try (MillraceEngine engine = engine(pairs(left, right))) {
                engine.start();
                sendSide(right, "r", 0, 100);
                reader.awaitRecords(100, Duration.ofSeconds(60));
            }

            assertPairs(reader, 100);
        }
    }

    @Test
    void pairsAreFoundOnceWhilePartitionsMove() {
        try (TopicReader reader = new TopicReader(cluster, out);
                MillraceEngine first = engine(pairs(left, right))) {
            first.start();
            sendBothUntil(() -> owned(first) == 2 * PARTITIONS);
            try (MillraceEngine second = engine(pairs(left, right))) {
                second.start();
                sendBothUntil(() -> owned(first) == PARTITIONS && owned(second) == PARTITIONS);
                sendBoth();
            }
            sendBothUntil(() -> owned(first) == 2 * PARTITIONS);
            sendBoth();
            reader.awaitRecords(sent, Duration.ofSeconds(60));

            assertPairs(reader, sent);
        }
    }

    private void sendBothUntil(BooleanSupplier reached) {
        await().atMost(Duration.ofSeconds(60)).until(() -> {
            sendBoth();
            return reached.getAsBoolean();
        });
    }

    private void sendBoth() {
        int from = sent;
        sent += 40;
        sendSide(left, "l", from, 40);
        sendSide(right, "r", from, 40);
    }

    private void sendSide(String topic, String prefix, int from, int count) {
        for (int number = from; number < from + count; number++) {
            cluster.send(topic, null, String.valueOf(number), prefix + number);
        }
    }

    private static void assertPairs(TopicReader reader, int count) {
        List<String> expected = new ArrayList<>();
        for (int number = 0; number < count; number++) {
            expected.add("l" + number + "+r" + number);
        }
        assertThat(reader.values()).containsExactlyInAnyOrderElementsOf(expected);
    }

    private static int owned(MillraceEngine engine) {
        return engine.topology("joins").assignment().size();
    }

    /** Windows are so long that nothing leaves alone. */
    private Topology pairs(String leftTopic, String rightTopic) {
        TopologyBuilder builder = builder();
        KStream<String, String> other = builder.stream(rightTopic);
        builder.<String, String>stream(leftTopic)
                .outerJoin(other, JOINER, windows(), StreamJoined.as("pairs"))
                .to(out);
        return builder.build();
    }

    private static TopologyBuilder builder() {
        return TopologyBuilder.named("joins").defaultSerdes(Serdes.String(), Serdes.String());
    }

    private static JoinWindows windows() {
        return JoinWindows.ofTimeDifferenceWithNoGrace(Duration.ofMinutes(5));
    }

    private MillraceEngine engine(Topology topology) {
        TopologySettings settings = Engines.quick().withDelivery(Delivery.EXACTLY_ONCE);
        return Engines.of(cluster, application, settings, topology);
    }
}
