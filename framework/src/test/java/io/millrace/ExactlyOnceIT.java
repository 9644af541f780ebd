package io.millrace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.is;

import io.millrace.errors.OutputTooLargeException;
import io.millrace.errors.RecordFailedException;
import io.millrace.runtime.Delivery;
import io.millrace.runtime.TopologySettings;
import io.millrace.runtime.TopologyState;
import io.millrace.runtime.Trigger;
import io.millrace.support.Cluster;
import io.millrace.support.DyingClients;
import io.millrace.support.DyingClients.Death;
import io.millrace.support.Engines;
import io.millrace.support.TopicReader;
import io.millrace.topology.KStream;
import io.millrace.topology.Topology;
import io.millrace.topology.TopologyBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Outputs that leave with the checkpoint, as who reads committed records sees them. */
class ExactlyOnceIT {

    private static final int PARTITIONS = 3;
    private static final Duration LONG = Duration.ofMinutes(10);

    private final Cluster cluster = Cluster.shared();
    private final String application = Cluster.application();
    private final String in = cluster.topic("in", PARTITIONS);
    private final String out = cluster.topic("out", PARTITIONS);
    private final AtomicInteger processed = new AtomicInteger();

    /** A topology with state, and one without; each writes the numbers of a key in their order. */
    enum Kind {
        WITH_STATE {
            @Override
            Topology topology(String in, String out, AtomicInteger processed) {
                TopologyBuilder builder = builder();
                read(builder, in, processed)
                        .groupByKey()
                        .count()
                        .toStream()
                        .mapValues(String::valueOf)
                        .to(out);
                return builder.build();
            }

            @Override
            String output(int number) {
                return String.valueOf(number / PARTITIONS + 1);
            }
        },
        WITHOUT_STATE {
            @Override
            Topology topology(String in, String out, AtomicInteger processed) {
                TopologyBuilder builder = builder();
                read(builder, in, processed).to(out);
                return builder.build();
            }

            @Override
            String output(int number) {
                return String.valueOf(number);
            }
        };

        abstract Topology topology(String in, String out, AtomicInteger processed);

        private static TopologyBuilder builder() {
            return TopologyBuilder.named("exact").defaultSerdes(Serdes.String(), Serdes.String());
        }

        private static KStream<String, String> read(TopologyBuilder builder, String in, AtomicInteger processed) {
            return builder.<String, String>stream(in).mapValues(value -> {
                processed.incrementAndGet();
                return value;
            });
        }

        /** Returns what comes of {@code number}, which {@link Cluster#sendNumbers} has sent. */
        abstract String output(int number);
    }

    @ParameterizedTest
    @EnumSource
    void eachOutputIsSeenOnceInTheOrderOfItsKey(Kind kind) {
        try (MillraceEngine engine = engine(kind, settings());
                TopicReader reader = new TopicReader(cluster, out)) {
            engine.start();
            for (int batch = 0; batch < 10; batch++) {
                cluster.sendNumbers(in, PARTITIONS, batch * 300, 300);
                reader.awaitRecords((batch + 1) * 300);
            }

            assertOnce(kind, reader, 3_000);
        }
    }

    @ParameterizedTest
    @EnumSource
    void nothingIsSeenBeforeTheEpochEndsAndAllOfItWhenATopologyIsDrained(Kind kind) {
        try (MillraceEngine engine = engine(kind, settings().withTrigger(Trigger.realTime(LONG)));
                TopicReader reader = new TopicReader(cluster, out)) {
            engine.start();
            cluster.sendNumbers(in, PARTITIONS, 0, 300);
            await().untilAtomic(processed, is(300));
            assertThat(reader.values()).isEmpty();

            engine.drain();

            assertThat(engine.topology("exact").state()).isEqualTo(TopologyState.STOPPED);
            assertOnce(kind, reader, 300);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aRestartGoesOnWhereOutputsEnd(Kind kind) {
        try (TopicReader reader = new TopicReader(cluster, out)) {
            for (int start = 0; start < 3; start++) {
                try (MillraceEngine engine = engine(kind, settings())) {
                    engine.start();
                    cluster.sendNumbers(in, PARTITIONS, start * 300, 300);
                    reader.awaitRecords((start + 1) * 300);
                }
            }

            assertOnce(kind, reader, 900);
        }
    }

    @ParameterizedTest
    @EnumSource
    void whereverACommitIsCutShortNothingIsLostOrSeenTwice(Death death) {
        for (Kind kind : Kind.values()) {
            String from = cluster.topic("in", PARTITIONS);
            String to = cluster.topic("out", PARTITIONS);
            try (DyingClients clients = new DyingClients(cluster.engineProperties(), death, 3);
                    MillraceEngine engine = MillraceEngine.builder()
                            .applicationId(Cluster.application())
                            .clients(clients)
                            .defaultSettings(settings())
                            .topology(kind.topology(from, to, processed))
                            .build();
                    TopicReader reader = new TopicReader(cluster, to)) {
                engine.start();
                for (int number = 0; number < 1_500; number += 300) {
                    cluster.sendNumbers(from, PARTITIONS, number, 300);
                    reader.awaitRecords(Math.min(number, 300));
                }

                reader.awaitRecords(1_500, Duration.ofSeconds(20)); // the transaction's own timeout is 30 s

                assertThat(clients.haveDied()).isTrue();
                assertOnce(kind, reader, 1_500);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatAMemberMadeThatLostItsPlaceIsNeverSeen(Kind kind) {
        try (MillraceEngine engine = engine(kind, settings().withTrigger(Trigger.realTime(LONG)));
                TopicReader reader = new TopicReader(cluster, out)) {
            engine.start();
            cluster.sendNumbers(in, PARTITIONS, 0, 300);
            await().untilAtomic(processed, is(300));

            cluster.admin()
                    .removeMembersFromConsumerGroup(application + "-exact", new RemoveMembersFromConsumerGroupOptions())
                    .all()
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join();
            cluster.sendNumbers(in, PARTITIONS, 300, 300);
            try (MillraceEngine other = engine(kind, settings())) {
                other.start();
                await().atMost(Duration.ofSeconds(30))
                        .until(() -> !other.topology("exact").assignment().isEmpty());
                engine.drain();

                reader.awaitRecords(600);
            }
            assertOnce(kind, reader, 600);
        }
    }

    @Test
    void aForeignTransactionOnTheOutputsTopicHoldsNoCommitUp() {
        Map<String, Object> properties = cluster.properties();
        properties.put("transactional.id", "foreign-" + application);
        try (Producer<String, String> foreign =
                        new KafkaProducer<>(properties, new StringSerializer(), new StringSerializer());
                MillraceEngine engine = engine(Kind.WITHOUT_STATE, settings());
                TopicReader reader = new TopicReader(cluster, out)) {
            foreign.initTransactions();
            foreign.beginTransaction();
            for (int partition = 0; partition < PARTITIONS; partition++) {
                foreign.send(new ProducerRecord<>(out, partition, "foreign", "never seen"));
            }
            foreign.flush();
            engine.start();
            cluster.sendNumbers(in, PARTITIONS, 0, 300);

            await().atMost(Duration.ofSeconds(20)).until(() -> cluster.committedRecords(application, "exact") == 300);
            foreign.abortTransaction();

            reader.awaitRecords(300);
            assertOnce(Kind.WITHOUT_STATE, reader, 300);
        }
    }

    @Test
    void theLargestOutputThatIsTakenPassesAndALargerOneFailsItsRecord() {
        int largest = 1_047_800;
        Topology topology = CopyTopology.named("exact", in, out, value -> "x".repeat(Integer.parseInt(value)));
        TopologySettings settings = settings();
        try (MillraceEngine engine = Engines.of(cluster, application, settings, topology);
                TopicReader reader = new TopicReader(cluster, out)) {
            engine.start();
            cluster.send(in, 0, "a", String.valueOf(largest));
            cluster.send(in, 0, "a", "1");
            assertThat(reader.awaitValues(2)).extracting(String::length).containsExactly(largest, 1);
            cluster.send(in, 0, "a", "1048588");

            await().atMost(Duration.ofSeconds(30))
                    .until(() -> engine.topology("exact").state() == TopologyState.FAILED);

            assertThat(engine.topology("exact").failure().orElseThrow())
                    .isInstanceOf(RecordFailedException.class)
                    .hasMessageContaining("partition 0, offset 2")
                    .hasCauseInstanceOf(OutputTooLargeException.class);
        }
    }

    @Test
    void behindAShuffleToo() {
        TopologyBuilder builder = TopologyBuilder.named("exact").defaultSerdes(Serdes.String(), Serdes.String());
        builder.<String, String>stream(in)
                .selectKey((key, value) -> "all")
                .groupByKey()
                .count()
                .toStream()
                .mapValues(String::valueOf)
                .to(out);
        try (MillraceEngine engine = Engines.of(cluster, application, settings(), builder.build());
                TopicReader reader = new TopicReader(cluster, out)) {
            engine.start();
            cluster.sendNumbers(in, PARTITIONS, 0, 300);

            assertThat(reader.awaitValues(300))
                    .containsExactlyElementsOf(IntStream.rangeClosed(1, 300)
                            .mapToObj(String::valueOf)
                            .toList());
        }
    }

    private static TopologySettings settings() {
        return Engines.quick()
                .withTrigger(Trigger.realTime(Duration.ofMillis(100)))
                .withDelivery(Delivery.EXACTLY_ONCE);
    }

    private MillraceEngine engine(Kind kind, TopologySettings settings) {
        return Engines.of(cluster, application, settings, kind.topology(in, out, processed));
    }

    /** Checks that {@code count} numbers, from 0, have each come out once, and those of a key in order; waits for stragglers. */
    private static void assertOnce(Kind kind, TopicReader reader, int count) {
        reader.values();
        Map<String, List<String>> expected = new TreeMap<>();
        for (int number = 0; number < count; number++) {
            expected.computeIfAbsent(String.valueOf(number % PARTITIONS), key -> new ArrayList<>())
                    .add(kind.output(number));
        }
        Map<String, List<String>> seen = new TreeMap<>();
        for (ConsumerRecord<String, String> record : reader.allRecords()) {
            seen.computeIfAbsent(record.key(), key -> new ArrayList<>()).add(record.value());
        }
        assertThat(seen).isEqualTo(expected);
    }
}
