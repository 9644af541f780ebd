package io.millrace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.processor.Processor;
import io.millrace.processor.ProcessorContext;
import io.millrace.processor.Record;
import io.millrace.processor.SourcePartition;
import io.millrace.runtime.ThreadMode;
import io.millrace.runtime.TopologySettings;
import io.millrace.support.Cluster;
import io.millrace.support.Engines;
import io.millrace.support.TopicReader;
import io.millrace.topology.Consumed;
import io.millrace.topology.StartPosition;
import io.millrace.topology.Topology;
import io.millrace.topology.TopologyBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.apache.kafka.common.serialization.Serdes;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RebalanceIT {

    private static final int PARTITIONS = 4;
    private final Cluster cluster = Cluster.shared();
    private final String application = Cluster.application();
    private final String in = cluster.topic("in", PARTITIONS);
    private final String out = cluster.topic("out", PARTITIONS);

    @ParameterizedTest
    @CsvSource({"classic, SHARED", "classic, DEDICATED", "consumer, SHARED"})
    void partitionsMoveBetweenInstancesUnderLoad(String protocol, ThreadMode threads) {
        TopologySettings settings = Engines.quick().withThreads(threads);
        Topology copy = CopyTopology.named("copy", in, out, value -> value);
        try (MillraceEngine first = engine(protocol, settings, copy);
                TopicReader reader = new TopicReader(cluster, out)) {
            first.start();
            int sent = 0;
            await().until(() -> assigned(first) == PARTITIONS);
            sent = send(sent, 2_000);
            try (MillraceEngine second = engine(protocol, settings, copy)) {
                second.start();
                while (assigned(second) != PARTITIONS / 2 || assigned(first) != PARTITIONS / 2) {
                    sent = send(sent, 200);
                }
                sent = send(sent, 2_000);
            }
            while (assigned(first) != PARTITIONS) {
                sent = send(sent, 200);
            }
            sent = send(sent, 1_000);
            int all = sent;
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> reader.values().stream().distinct().count() == all);

            List<String> values = reader.values();

            assertThat(values.stream().distinct()).as("nothing is lost").hasSize(sent);
            if (protocol.equals("classic")) { // before 4.3 the other one fences members that have done nothing wrong
                assertThat(values).doesNotHaveDuplicates();
            }
            for (int partition = 0; partition < PARTITIONS; partition++) {
                int remainder = partition;
                assertThat(values.stream()
                                .distinct()
                                .map(Integer::valueOf)
                                .filter(value -> value % PARTITIONS == remainder))
                        .isSorted();
            }
        }
    }

    @Test
    void partitionsAddedWhileRunningAreReadFromTheirBeginning() {
        String growing = cluster.topic("growing", 1);
        TopologyBuilder builder = TopologyBuilder.named("latest").defaultSerdes(Serdes.String(), Serdes.String());
        builder.stream(growing, Consumed.<String, String>as("growing").startingAt(StartPosition.latest()))
                .to(out);
        Topology topology = builder.build();
        cluster.send(growing, 0, "k", "before the first start");
        try (MillraceEngine engine = engine("classic", Engines.quick(), topology);
                TopicReader reader = new TopicReader(cluster, out)) {
            engine.start();
            await().until(() -> assigned(engine) == 1);
            cluster.addPartitions(growing, 2);
            cluster.send(growing, 1, "k", "in the new partition");
            cluster.send(growing, 0, "k", "in the old partition");

            assertThat(reader.awaitValues(2)).containsExactlyInAnyOrder("in the new partition", "in the old partition");
        }
    }

    @Test
    void aPatternTakesInTopicsThatAreCreatedLater() {
        String prefix = application + "-orders";
        cluster.createTopic(prefix + "-de", 1);
        TopologyBuilder builder = TopologyBuilder.named("orders").defaultSerdes(Serdes.String(), Serdes.String());
        builder.stream(Pattern.compile(Pattern.quote(prefix) + "-.*"), Consumed.<String, String>as("orders"))
                .to(out);
        try (MillraceEngine engine = engine("classic", Engines.quick(), builder.build());
                TopicReader reader = new TopicReader(cluster, out)) {
            engine.start();
            await().until(() -> assigned(engine) == 1);
            cluster.createTopic(prefix + "-fr", 1);
            cluster.send(prefix + "-fr", 0, "k", "bonjour");
            cluster.send(prefix + "-de", 0, "k", "hallo");

            assertThat(reader.awaitValues(2)).containsExactlyInAnyOrder("bonjour", "hallo");
        }
    }

    @Test
    void aPartitionsProcessorIsOpenedAndClosedWithThePartition() {
        Map<String, List<SourcePartition>> open = new ConcurrentHashMap<>();
        TopologyBuilder firstBuilder = numbering(open, "first");
        TopologyBuilder secondBuilder = numbering(open, "second");
        try (MillraceEngine first = engine("classic", Engines.quick(), firstBuilder.build())) {
            first.start();
            await().until(() -> openIn(open, "first").size() == PARTITIONS);
            try (MillraceEngine second = engine("classic", Engines.quick(), secondBuilder.build())) {
                second.start();
                await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
                    assertThat(Set.copyOf(openIn(open, "first"))).isEqualTo(handleOf(first));
                    assertThat(Set.copyOf(openIn(open, "second")))
                            .isEqualTo(handleOf(second))
                            .hasSize(PARTITIONS / 2);
                });
            }
            assertThat(openIn(open, "second")).isEmpty();
        }
        assertThat(openIn(open, "first")).isEmpty();
    }

    private TopologyBuilder numbering(Map<String, List<SourcePartition>> open, String instance) {
        TopologyBuilder builder = TopologyBuilder.named("numbering").defaultSerdes(Serdes.String(), Serdes.String());
        builder.<String, String>stream(in)
                .<String, String>mapPartitions(partition -> new Opened(
                        partition,
                        open.computeIfAbsent(instance, any -> new java.util.concurrent.CopyOnWriteArrayList<>())))
                .to(out);
        return builder;
    }

    private static List<SourcePartition> openIn(Map<String, List<SourcePartition>> open, String instance) {
        return new ArrayList<>(open.getOrDefault(instance, List.of()));
    }

    private static Set<SourcePartition> handleOf(MillraceEngine engine) {
        return engine.topologies().get(0).assignment();
    }

    private int send(int from, int count) {
        cluster.sendNumbers(in, PARTITIONS, from, count);
        return from + count;
    }

    private static int assigned(MillraceEngine engine) {
        return handleOf(engine).size();
    }

    private MillraceEngine engine(String protocol, TopologySettings settings, Topology topology) {
        Map<String, Object> properties = cluster.engineProperties();
        properties.put("metadata.max.age.ms", 500);
        if (protocol.equals("consumer")) {
            properties = new HashMap<>(cluster.properties());
            properties.put("group.protocol", protocol);
        }
        return MillraceEngine.builder()
                .applicationId(application)
                .kafkaProperties(properties)
                .defaultSettings(settings)
                .topology(topology)
                .build();
    }

    /** Notes for which partition it is open. */
    private static final class Opened implements Processor<String, String, String, String> {
        private final SourcePartition partition;
        private final List<SourcePartition> open;
        private @Nullable ProcessorContext<String, String> context;

        Opened(SourcePartition partition, List<SourcePartition> open) {
            this.partition = partition;
            this.open = open;
        }

        @Override
        public void init(ProcessorContext<String, String> newContext) {
            context = newContext;
            open.add(partition);
        }

        @Override
        public void process(Record<String, String> record) {
            Objects.requireNonNull(context).forward(record);
        }

        @Override
        public void close() {
            open.remove(partition);
        }
    }
}
