package io.millrace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.runtime.EpochProgress;
import io.millrace.runtime.ThreadMode;
import io.millrace.runtime.TopologyHandle;
import io.millrace.runtime.TopologyListener;
import io.millrace.runtime.TopologySettings;
import io.millrace.runtime.TopologyState;
import io.millrace.runtime.Trigger;
import io.millrace.support.Cluster;
import io.millrace.support.Engines;
import io.millrace.support.TopicReader;
import io.millrace.topology.Branched;
import io.millrace.topology.Consumed;
import io.millrace.topology.KStream;
import io.millrace.topology.Named;
import io.millrace.topology.StartPosition;
import io.millrace.topology.Topology;
import io.millrace.topology.TopologyBuilder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Serdes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SourceIT {

    private final Cluster cluster = Cluster.shared();
    private final String application = Cluster.application();
    private final String in = cluster.topic("in", 1);
    private final String out = cluster.topic("out", 1);

    @Test
    void withoutACheckpointItBeginsAtTheEarliestRecordUnlessToldOtherwise() {
        cluster.send(in, 0, "k", "old");

        assertThat(readFrom("from-earliest", StartPosition.earliest(), "new")).containsExactly("old", "new");
    }

    @Test
    void itCanBeginBehindTheLatestRecord() {
        cluster.send(in, 0, "k", "old");

        assertThat(readFrom("from-latest", StartPosition.latest(), "new")).containsExactly("new");
    }

    @Test
    void itCanBeginAtATimestamp() {
        Instant noon = Instant.now().minus(Duration.ofHours(2));
        cluster.send(new ProducerRecord<>(in, 0, noon.minusSeconds(1).toEpochMilli(), "k", "morning"));
        cluster.send(new ProducerRecord<>(in, 0, noon.toEpochMilli(), "k", "noon"));

        assertThat(readFrom("from-timestamp", StartPosition.timestamp(noon), "afternoon"))
                .containsExactly("noon", "afternoon");
    }

    @Test
    void aCrashBeforeTheFirstCheckpointDoesNotMoveTheStartBehindWhatCameMeanwhile() {
        Topology latest = reading("crashing", StartPosition.latest());
        TopologySettings neverCommits = TopologySettings.defaults();
        MillraceEngine engine = Engines.of(cluster, application, neverCommits, latest);
        engine.start();
        await().until(() -> !engine.topology("crashing").assignment().isEmpty());
        assertThat(cluster.committed(application, "crashing"))
                .as("what a crash would leave behind now")
                .hasEntrySatisfying(new TopicPartition(in, 0), first -> assertThat(first.offset())
                        .isZero());
        engine.close();
        cluster.send(in, 0, "k", "while it was away");

        try (MillraceEngine again = Engines.of(cluster, application, neverCommits, latest);
                TopicReader reader = new TopicReader(cluster, out)) {
            again.start();
            assertThat(reader.awaitValues(1)).containsExactly("while it was away");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"SHARED", "DEDICATED"})
    void aSlowStageHoldsTheSourceBackInsteadOfFillingTheMemory(ThreadMode threads) {
        Semaphore permits = new Semaphore(0);
        AtomicInteger entered = new AtomicInteger();
        TopologyBuilder builder = TopologyBuilder.named("slow").defaultSerdes(Serdes.String(), Serdes.String());
        builder.<String, String>stream(in)
                .peek((key, value) -> entered.incrementAndGet())
                .stage("slow-stage")
                .filter((key, value) -> permits.tryAcquire() || waitFor(permits))
                .to(out);
        TopologySettings settings = Engines.quick().withThreads(threads);
        try (MillraceEngine engine = Engines.of(cluster, application, settings, builder.build());
                TopicReader reader = new TopicReader(cluster, out)) {
            engine.start();
            cluster.sendNumbers(in, 1, 0, 20_000);
            await().until(() -> entered.get() > 0);
            permits.release(1);
            reader.awaitRecords(1);

            assertThat(entered.get()).as("records let in while one came out").isLessThan(5_000);
            permits.release(20_000);
            assertThat(reader.awaitValues(20_000)).hasSize(20_000);
        }
    }

    @Test
    void progressTellsWhatAnEpochDid() {
        List<EpochProgress> epochs = new CopyOnWriteArrayList<>();
        List<TopologyState> states = new CopyOnWriteArrayList<>();
        try (MillraceEngine engine = MillraceEngine.builder()
                        .applicationId(application)
                        .kafkaProperties(cluster.engineProperties())
                        .defaultSettings(
                                TopologySettings.defaults().withTrigger(Trigger.realTime(Duration.ofMillis(100))))
                        .topology(reading("told", StartPosition.earliest()))
                        .listener(new TopologyListener() {
                            @Override
                            public void epochCommitted(EpochProgress progress) {
                                epochs.add(progress);
                            }

                            @Override
                            public void stateChanged(String topology, TopologyState from, TopologyState to) {
                                states.add(to);
                            }
                        })
                        .build();
                TopicReader reader = new TopicReader(cluster, out)) {
            engine.start();
            cluster.sendNumbers(in, 1, 0, 1_000);
            reader.awaitRecords(1_000);
            engine.drain();

            await().untilAsserted(() -> {
                assertThat(epochs.stream().mapToLong(EpochProgress::recordsIn).sum())
                        .isEqualTo(1_000);
                assertThat(epochs.stream().mapToLong(EpochProgress::recordsOut).sum())
                        .isEqualTo(1_000);
                assertThat(states)
                        .containsExactly(
                                TopologyState.STARTING,
                                TopologyState.RUNNING,
                                TopologyState.DRAINING,
                                TopologyState.STOPPED);
            });
            assertThat(epochs).extracting(EpochProgress::epoch).isSorted().startsWith(1L);
            EpochProgress last = epochs.get(epochs.size() - 1);
            assertThat(last.positions().values()).containsExactly(1_000L);
            assertThat(last.lag().values()).containsExactly(0L);
            EpochProgress busiest = epochs.stream()
                    .max(java.util.Comparator.comparingLong(EpochProgress::recordsIn))
                    .orElseThrow();
            assertThat(busiest.queueing().count()).isPositive();
            assertThat(busiest.processing().p50()).isPositive().isLessThan(10_000);
            assertThat(busiest.endToEnd().p99())
                    .isGreaterThanOrEqualTo(busiest.endToEnd().p50());
        }
    }

    @Test
    void theDslDoesWhatItSays() {
        String others = cluster.topic("others", 1);
        TopologyBuilder builder = TopologyBuilder.named("dsl").defaultSerdes(Serdes.String(), Serdes.String());
        KStream<String, String> words = builder.<String, String>stream(in)
                .flatMapValues(line -> List.of(line.split(" ")))
                .filterNot((key, word) -> word.isEmpty())
                .map((key, word) -> io.millrace.processor.KeyValue.pair(word, word.toUpperCase(java.util.Locale.ROOT)));
        Map<String, KStream<String, String>> branches = words.split(Named.as("by-length-"))
                .branch((word, upper) -> word.length() > 4, Branched.as("long"))
                .defaultBranch(Branched.as("short"));
        KStream<String, String> marked = branch(branches, "by-length-long").mapValues(upper -> upper + "!");
        marked.merge(branch(branches, "by-length-short").selectKey((word, upper) -> "short"))
                .to((key, value, metadata) -> key.equals("short") ? others : out);
        try (MillraceEngine engine = Engines.of(cluster, application, Engines.quick(), builder.build());
                TopicReader longOnes = new TopicReader(cluster, out);
                TopicReader shortOnes = new TopicReader(cluster, others)) {
            engine.start();
            ProducerRecord<String, String> record = new ProducerRecord<>(in, 0, 1_000L, "k", "a quick  brown fox");
            record.headers().add("trace", "t-1".getBytes(StandardCharsets.UTF_8));
            record.headers().add("millrace-forged", new byte[] {1});
            cluster.send(record);

            assertThat(longOnes.awaitValues(2)).containsExactly("QUICK!", "BROWN!");
            assertThat(shortOnes.awaitValues(2)).containsExactly("A", "FOX");
            ConsumerRecord<String, String> first = longOnes.allRecords().get(0);
            assertThat(first.timestamp()).isEqualTo(1_000);
            assertThat(first.headers()).extracting(header -> header.key()).containsExactly("trace");
        }
    }

    private List<String> readFrom(String name, StartPosition start, String next) {
        try (MillraceEngine engine = Engines.of(cluster, application, Engines.quick(), reading(name, start));
                TopicReader reader = new TopicReader(cluster, out)) {
            engine.start();
            TopologyHandle topology = engine.topology(name);
            await().until(() -> !topology.assignment().isEmpty());
            cluster.send(in, 0, "k", next);
            await().until(() -> reader.values().contains(next));
            return reader.values();
        }
    }

    private Topology reading(String name, StartPosition start) {
        TopologyBuilder builder = TopologyBuilder.named(name).defaultSerdes(Serdes.String(), Serdes.String());
        builder.stream(in, Consumed.<String, String>as("input").startingAt(start))
                .to(out);
        return builder.build();
    }

    private static KStream<String, String> branch(Map<String, KStream<String, String>> branches, String name) {
        KStream<String, String> branch = branches.get(name);
        assertThat(branch).as("branch %s of %s", name, branches.keySet()).isNotNull();
        return java.util.Objects.requireNonNull(branch);
    }

    private static boolean waitFor(Semaphore permits) {
        permits.acquireUninterruptibly();
        return true;
    }
}
