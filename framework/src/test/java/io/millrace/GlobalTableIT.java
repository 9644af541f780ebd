package io.millrace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.millrace.errors.MissingTopicException;
import io.millrace.errors.UnreadableGlobalTableException;
import io.millrace.runtime.RestoreProgress;
import io.millrace.runtime.TopologyHandle;
import io.millrace.runtime.TopologyListener;
import io.millrace.runtime.TopologyState;
import io.millrace.support.Cluster;
import io.millrace.support.Engines;
import io.millrace.support.OwnBroker;
import io.millrace.support.TopicReader;
import io.millrace.topology.Consumed;
import io.millrace.topology.GlobalKTable;
import io.millrace.topology.Topology;
import io.millrace.topology.TopologyBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.Serdes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Records look into a global table that has everything when they flow, and whose changes they see soon. */
class GlobalTableIT {

    private static final int PARTITIONS = 3;
    private static final int MANY = 50_000;

    private final String application = Cluster.application();

    @TempDir
    private Path data = Path.of("");

    @Test
    void aLargeTableIsLoadedBeforeRecordsFlowAtEachStart() {
        Cluster cluster = Cluster.shared();
        Topics topics = Topics.on(cluster);
        topics.writeMany(cluster);
        for (int shop = 0; shop < MANY; shop += 500) {
            cluster.send(topics.in, null, "card-" + shop, "shop-" + shop);
        }
        Loads loads = new Loads();
        try (TopicReader reader = new TopicReader(cluster, topics.out)) {
            try (MillraceEngine engine = engine(cluster, topics, loads)) {
                engine.start();
                assertThat(reader.awaitValues(MANY / 500))
                        .doesNotContain("none")
                        .contains("risk-49500");
                assertThat(engine.topology("cards").hasRestored()).isTrue();
            }
            assertThat(loads.records()).isEqualTo(MANY);
            cluster.send(topics.in, null, "again", "shop-7");
            try (MillraceEngine engine = engine(cluster, topics, new Loads())) {
                engine.start();
                assertThat(reader.awaitValues(MANY / 500 + 1)).last().isEqualTo("risk-7");
            }
        }
    }

    @Test
    void changesAndRemovalsAreSeenSoon() {
        Cluster cluster = Cluster.shared();
        Topics topics = Topics.on(cluster);
        cluster.send(topics.merchants, 1, "shop", "low");
        try (TopicReader reader = new TopicReader(cluster, topics.out);
                MillraceEngine engine = engine(cluster, topics, new Loads())) {
            engine.start();
            cluster.send(topics.in, null, "ann", "shop");
            assertThat(reader.awaitValues(1)).containsExactly("low");

            cluster.send(topics.merchants, 1, "shop", "high");
            awaitLast(cluster, topics, reader, "high");
            cluster.send(topics.merchants, 1, "shop", null);
            awaitLast(cluster, topics, reader, "none");
        }
    }

    @Test
    void anOutageOfTheBrokerIsWaitedFor() {
        try (OwnBroker broker = OwnBroker.in(data)) {
            Cluster cluster = broker.cluster();
            Topics topics = Topics.on(cluster);
            cluster.send(topics.merchants, 0, "shop", "low");
            try (MillraceEngine engine = engine(cluster, topics, new Loads());
                    TopicReader reader = new TopicReader(cluster, topics.out)) {
                engine.start();
                cluster.send(topics.in, null, "ann", "shop");
                reader.awaitRecords(1);
                TopologyHandle topology = engine.topology("cards");

                broker.stop();
                await().atMost(Duration.ofSeconds(30))
                        .until(() -> topology.checkpointAge().toMillis() > 1_500);
                broker.startAgain();
                cluster.send(topics.merchants, 0, "shop", "high");
                awaitLast(cluster, topics, reader, "high");

                assertThat(topology.state()).isEqualTo(TopologyState.RUNNING);
                assertThat(topology.failure()).isEmpty();
            }
        }
    }

    @Test
    void aTopicThatIsMissingRefusesTheStart() {
        Cluster cluster = Cluster.shared();
        Topics topics = Topics.on(cluster).withMerchants("no-such-merchants");
        try (MillraceEngine engine = engine(cluster, topics, new Loads())) {
            assertThatThrownBy(engine::start)
                    .isInstanceOf(MissingTopicException.class)
                    .hasMessageContaining("'no-such-merchants'");
        }
    }

    @Test
    void anEntryThatCannotBeReadFailsTheTopologyAndNothingFlows() {
        Cluster cluster = Cluster.shared();
        Topics topics = Topics.on(cluster);
        cluster.send(topics.merchants, 2, "shop", "low");
        cluster.send(topics.in, null, "ann", "shop");
        TopologyBuilder builder = TopologyBuilder.named("cards").defaultSerdes(Serdes.String(), Serdes.String());
        GlobalKTable<String, Long> numbers =
                builder.globalTable(topics.merchants, Consumed.with(Serdes.String(), Serdes.Long()));
        builder.<String, String>stream(topics.in)
                .join(numbers, (card, shop) -> shop, (shop, risk) -> String.valueOf(risk))
                .to(topics.out);
        try (TopicReader reader = new TopicReader(cluster, topics.out);
                MillraceEngine engine = Engines.of(cluster, application, Engines.quick(), builder.build())) {
            engine.start();
            TopologyHandle topology = engine.topology("cards");

            await().atMost(Duration.ofSeconds(30)).until(() -> topology.state() == TopologyState.FAILED);

            assertThat(topology.failure()).containsInstanceOf(UnreadableGlobalTableException.class);
            assertThat(topology.failure().orElseThrow())
                    .hasMessageContaining("topic '%s', partition 2, offset 0", topics.merchants);
            assertThat(reader.values()).isEmpty();
        }
    }

    /** Sends records until one sees {@code expected}. */
    private static void awaitLast(Cluster cluster, Topics topics, TopicReader reader, String expected) {
        await().atMost(Duration.ofSeconds(60)).until(() -> {
            cluster.send(topics.in, null, "ann", "shop");
            List<String> values = reader.awaitValues(reader.allRecords().size() + 1);
            return values.get(values.size() - 1).equals(expected);
        });
    }

    private MillraceEngine engine(Cluster cluster, Topics topics, TopologyListener listener) {
        return MillraceEngine.builder()
                .applicationId(application)
                .kafkaProperties(cluster.engineProperties())
                .defaultSettings(Engines.quick())
                .listener(listener)
                .topology(topics.topology())
                .build();
    }

    /** Cards and the shops that they pay at, and the risk of each shop. */
    private record Topics(String in, String merchants, String out) {

        static Topics on(Cluster cluster) {
            return new Topics(
                    cluster.topic("in", PARTITIONS), cluster.topic("merchants", PARTITIONS), cluster.topic("out", 1));
        }

        Topics withMerchants(String other) {
            return new Topics(in, other, out);
        }

        void writeMany(Cluster cluster) {
            for (int shop = 0; shop < MANY; shop++) {
                cluster.producer().send(new ProducerRecord<>(merchants, "shop-" + shop, "risk-" + shop));
            }
            cluster.producer().flush();
        }

        Topology topology() {
            TopologyBuilder builder = TopologyBuilder.named("cards").defaultSerdes(Serdes.String(), Serdes.String());
            GlobalKTable<String, String> table = builder.globalTable(merchants, Consumed.as("merchants"));
            builder.<String, String>stream(in)
                    .leftJoin(table, (card, shop) -> shop, (shop, risk) -> risk == null ? "none" : risk)
                    .to(out);
            return builder.build();
        }
    }

    /** Notes what was loaded. */
    private static final class Loads implements TopologyListener {

        private final List<RestoreProgress> done = new CopyOnWriteArrayList<>();

        @Override
        public void restoreProgress(RestoreProgress progress) {
            if (progress.done()) {
                done.add(progress);
            }
        }

        long records() {
            return done.stream().mapToLong(RestoreProgress::records).sum();
        }
    }
}
