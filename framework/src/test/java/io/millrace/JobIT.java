package io.millrace;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.runtime.EpochProgress;
import io.millrace.runtime.TopologyEnd;
import io.millrace.runtime.TopologyHandle;
import io.millrace.runtime.TopologyListener;
import io.millrace.runtime.TopologySettings;
import io.millrace.runtime.TopologyState;
import io.millrace.runtime.Trigger;
import io.millrace.support.Cluster;
import io.millrace.support.Engines;
import io.millrace.support.TopicReader;
import io.millrace.topology.Consumed;
import io.millrace.topology.StartPosition;
import io.millrace.topology.Topology;
import io.millrace.topology.TopologyBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.common.serialization.Serdes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Topologies that process what is there, and end. */
class JobIT {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final int PARTITIONS = 4;

    private final Cluster cluster = Cluster.shared();
    private final String application = Cluster.application();
    private final String in = cluster.topic("in", PARTITIONS);
    private final String out = cluster.topic("out", PARTITIONS);
    private final List<EpochProgress> epochs = new CopyOnWriteArrayList<>();

    @ParameterizedTest
    @ValueSource(strings = {"available-now", "once"})
    void aJobProcessesWhatIsThereAndFinishes(String trigger) throws InterruptedException {
        cluster.sendNumbers(in, PARTITIONS, 0, 5_000);
        try (MillraceEngine engine = engine(Trigger.parse(trigger), CountTopology.named("job", in, out));
                TopicReader reader = new TopicReader(cluster, out)) {
            engine.start();

            assertThat(engine.awaitEnd(LONG)).isTrue();

            TopologyHandle handle = engine.topology("job");
            assertThat(handle.end()).contains(TopologyEnd.FINISHED);
            assertThat(handle.hasFinished()).isTrue();
            assertThat(handle.state()).isEqualTo(TopologyState.STOPPED);
            assertThat(reader.values()).hasSize(5_000);
            assertThat(cluster.committedRecords(application, "job")).isEqualTo(5_000);
        }
    }

    @Test
    void onceIsOneEpoch() throws InterruptedException {
        cluster.sendNumbers(in, PARTITIONS, 0, 5_000);
        try (MillraceEngine engine = engine(Trigger.once(), CountTopology.named("job", in, out))) {
            engine.start();
            assertThat(engine.awaitEnd(LONG)).isTrue();
        }
        assertThat(epochs.stream().map(EpochProgress::recordsIn).filter(records -> records > 0))
                .containsExactly(5_000L);
    }

    @Test
    void theNextRunGoesOnWhereTheLastOneEnded() throws InterruptedException {
        try (MillraceEngine engine = engine(Trigger.availableNow(), CountTopology.named("job", in, out));
                TopicReader reader = new TopicReader(cluster, out)) {
            for (int run = 0; run < 3; run++) {
                cluster.send(in, 0, "k", "v");
                engine.start();
                assertThat(engine.awaitEnd(LONG)).isTrue();
            }
            assertThat(reader.values()).containsExactly("1", "2", "3");
        }
    }

    @Test
    void emptyInputsAreFinishedAtOnce() throws InterruptedException {
        try (MillraceEngine engine = engine(Trigger.availableNow(), CopyTopology.named("job", in, out, v -> v))) {
            engine.start();

            assertThat(engine.topology("job").awaitEnd(LONG)).contains(TopologyEnd.FINISHED);
        }
    }

    @Test
    void aJobThatBeginsAtTheLatestRecordsFindsNone() throws InterruptedException {
        cluster.sendNumbers(in, PARTITIONS, 0, 100);
        TopologyBuilder builder = TopologyBuilder.named("job").defaultSerdes(Serdes.String(), Serdes.String());
        builder.<String, String>stream(
                        in, Consumed.with(Serdes.String(), Serdes.String()).startingAt(StartPosition.latest()))
                .to(out);
        try (MillraceEngine engine = engine(Trigger.availableNow(), builder.build());
                TopicReader reader = new TopicReader(cluster, out)) {
            engine.start();

            assertThat(engine.topology("job").awaitEnd(LONG)).contains(TopologyEnd.FINISHED);
            assertThat(reader.values()).isEmpty();
        }
    }

    @Test
    void aJobWithAShuffleProcessesWhatItWroteToItsOwnTopicToo() throws InterruptedException {
        cluster.sendNumbers(in, PARTITIONS, 0, 2_000);
        try (MillraceEngine engine = engine(Trigger.availableNow(), byLastDigit());
                TopicReader reader = new TopicReader(cluster, out)) {
            engine.start();

            assertThat(engine.topology("job").awaitEnd(LONG)).contains(TopologyEnd.FINISHED);
            assertThat(reader.values()).hasSize(2_000);
            assertThat(reader.allRecords().stream()
                            .filter(record -> record.value().equals("200")))
                    .hasSize(10);
        }
    }

    @Test
    void severalInstancesShareAJobAndAllOfThemFinish() throws InterruptedException {
        cluster.sendNumbers(in, PARTITIONS, 0, 20_000);
        List<MillraceEngine> engines = new ArrayList<>();
        try (TopicReader reader = new TopicReader(cluster, out)) {
            for (int instance = 0; instance < 6; instance++) {
                MillraceEngine engine = engine(Trigger.availableNow(), byLastDigit());
                engines.add(engine);
                engine.start();
            }
            for (MillraceEngine engine : engines) {
                assertThat(engine.topology("job").awaitEnd(LONG)).contains(TopologyEnd.FINISHED);
            }
            Set<String> keyed = new HashSet<>();
            reader.values();
            reader.allRecords().forEach(record -> keyed.add(record.key() + "=" + record.value()));
            assertThat(keyed).hasSize(20_000);
        } finally {
            engines.forEach(MillraceEngine::close);
        }
    }

    @Test
    void whoeverStopsAJobEndsIt() throws InterruptedException {
        cluster.sendNumbers(in, PARTITIONS, 0, 100);
        TopologySettings settings = Engines.quick().withTrigger(Trigger.realTime());
        try (MillraceEngine engine =
                Engines.of(cluster, application, settings, CopyTopology.named("job", in, out, v -> v))) {
            engine.start();
            TopologyHandle handle = engine.topology("job");
            assertThat(handle.end()).isEmpty();
            assertThat(handle.awaitEnd(Duration.ofMillis(10))).isEmpty();

            handle.drain();

            assertThat(handle.awaitEnd(LONG)).contains(TopologyEnd.STOPPED);
            assertThat(handle.hasFinished()).isFalse();
        }
    }

    private Topology byLastDigit() {
        TopologyBuilder builder = TopologyBuilder.named("job").defaultSerdes(Serdes.String(), Serdes.String());
        builder.<String, String>stream(in)
                .groupBy((key, value) -> value.substring(value.length() - 1))
                .count()
                .toStream()
                .mapValues(String::valueOf)
                .to(out);
        return builder.build();
    }

    private MillraceEngine engine(Trigger trigger, Topology topology) {
        return MillraceEngine.builder()
                .applicationId(application)
                .kafkaProperties(cluster.engineProperties())
                .defaultSettings(Engines.quick().withTrigger(trigger))
                .topology(topology)
                .listener(new TopologyListener() {
                    @Override
                    public void epochCommitted(EpochProgress progress) {
                        epochs.add(progress);
                    }
                })
                .build();
    }
}
