package io.millrace.testkit.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.millrace.MillraceEngine;
import io.millrace.processor.KeyValue;
import io.millrace.processor.Record;
import io.millrace.runtime.TopologySettings;
import io.millrace.runtime.Trigger;
import io.millrace.topology.Consumed;
import io.millrace.topology.Produced;
import io.millrace.topology.Topology;
import io.millrace.topology.TopologyBuilder;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.platform.testkit.engine.EngineTestKit;

@WithKafka(topics = "of-the-class", partitions = 3)
class KafkaExtensionIT {
    private final TestKafka kafka;
    private final String input;
    private final String output;

    KafkaExtensionIT(TestKafka kafka) {
        this.kafka = kafka;
        this.input = kafka.createUniqueTopic("input", 2);
        this.output = kafka.createUniqueTopic("output", 2);
    }

    @Test
    void allOutputIsThereAfterTheCheckpoint() {
        TestProducer<String, String> words = producer(input);
        TestConsumer<String, String> results = consumer(output);
        List<KeyValue<String, String>> sent = numbered(1_000);

        try (MillraceEngine engine = engine(Duration.ofMillis(100))) {
            engine.start();
            words.sendAll(sent);
            kafka.awaitCheckpoint("copy");

            assertThat(results.readAll().keyValues()).containsExactlyInAnyOrderElementsOf(sent);
        }
    }

    @Test
    void whatComesLaterNeedsAnotherCheckpoint() {
        TestProducer<String, String> words = producer(input);
        TestConsumer<String, String> results = consumer(output);

        try (MillraceEngine engine = engine(Duration.ofMillis(100))) {
            engine.start();
            words.send("a", "1");
            kafka.awaitCheckpoint("copy");
            words.send("a", "2");
            kafka.awaitCheckpoint("copy");

            assertThat(results.readAll().values()).containsExactly("1", "2");
        }
    }

    @Test
    void recordsOfTransactionsAreWaitedForToo() {
        try (MillraceEngine engine = engine(Duration.ofMillis(100))) {
            engine.start();
            sendInTransaction("a", "1");
            kafka.awaitCheckpoint("copy");
        }

        TestConsumer<String, String> results = consumer(output);
        results.seekToBeginning();
        assertThat(results.readAll().values()).containsExactly("1");
    }

    @Test
    void aCheckpointThatDoesNotComeFailsTheTestWithWhatIsLeft() {
        TestProducer<String, String> words = producer(input);

        try (MillraceEngine engine = engine(Duration.ofHours(1))) {
            engine.start();
            int partition = words.send("a", "1").partition();

            assertThatThrownBy(() -> kafka.withTimeout(Duration.ofSeconds(2)).awaitCheckpoint("copy"))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageStartingWith(
                            "Topology 'copy' (consumer group '%s-copy') has not committed within 2 s what its topics had at the beginning: %s-%d "
                                    .formatted(kafka.applicationId(), input, partition))
                    .hasMessageContaining("of 1.")
                    .hasMessageEndingWith("Does 'millrace.topologies.copy.trigger' end epochs often enough?");
        }
    }

    @Test
    void aTopologyThatDoesNotRunFailsTheWait() {
        assertThatThrownBy(() -> kafka.withTimeout(Duration.ofMillis(200)).awaitCheckpoint("typo"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("there is no consumer group '%s-typo'".formatted(kafka.applicationId()));
    }

    @Test
    void timeAndHeadersOfARecordCanBeSet() {
        TestConsumer<String, String> records = consumer(input);
        RecordHeaders headers = new RecordHeaders();
        headers.add("trace", new byte[] {7});

        producer(input).send(new Record<>("a", "1", 1_700_000_000_000L, headers));

        ConsumerRecord<String, String> read = records.read();
        assertThat(read.timestamp()).isEqualTo(1_700_000_000_000L);
        assertThat(read.headers().lastHeader("trace").value()).containsExactly(7);
    }

    @Test
    void aTopicThatIsMissingIsNamed() {
        assertThatThrownBy(() -> producer("typo"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("There is no topic 'typo', only [")
                .hasMessageContaining("call createTopic first");
    }

    @Test
    void topicsOfTheAnnotationAreThere() {
        kafka.createTopic("of-the-class", 1);

        Set<Integer> partitions = ConcurrentHashMap.newKeySet();
        TestProducer<String, String> topic = producer("of-the-class");
        IntStream.range(0, 100)
                .forEach(number -> partitions.add(topic.send("k" + number, "v").partition()));
        assertThat(partitions).containsExactlyInAnyOrder(0, 1, 2);
    }

    @Test
    void eachTestHasAnApplicationIdOfItsOwn() {
        Fixture.SEEN.clear();
        Fixture.SERVERS.clear();

        run(OneForEach.class);

        assertThat(Fixture.SEEN).hasSize(2).doesNotHaveDuplicates();
        assertThat(Fixture.SERVERS).containsExactly(kafka.bootstrapServers());
    }

    @Test
    void oneThatTheClassAskedForIsSharedByItsTests() {
        Fixture.SEEN.clear();

        run(OneForAll.class);

        assertThat(Fixture.SEEN).hasSize(3);
        assertThat(Set.copyOf(Fixture.SEEN)).hasSize(1);
    }

    @Test
    void aClassCanHaveAKafkaOfItsOwn() {
        Fixture.SERVERS.clear();

        run(OneAlone.class);

        assertThat(Fixture.SERVERS).hasSize(1).doesNotContain(kafka.bootstrapServers());
    }

    private static void run(Class<?> tests) {
        EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(tests))
                .execute()
                .testEvents()
                .assertStatistics(statistics -> statistics.succeeded(2).failed(0));
    }

    private MillraceEngine engine(Duration epoch) {
        return MillraceEngine.builder()
                .applicationId(kafka.applicationId())
                .kafkaProperties(kafka.clientProperties())
                .topology(copy())
                .defaultSettings(TopologySettings.defaults().withTrigger(Trigger.realTime(epoch)))
                .build();
    }

    private Topology copy() {
        TopologyBuilder builder = TopologyBuilder.named("copy");
        builder.stream(input, Consumed.with(Serdes.String(), Serdes.String()))
                .to(output, Produced.with(Serdes.String(), Serdes.String()));
        return builder.build();
    }

    private TestProducer<String, String> producer(String topic) {
        return kafka.producer(topic, Serdes.String(), Serdes.String());
    }

    private TestConsumer<String, String> consumer(String topic) {
        return kafka.consumer(topic, Serdes.String(), Serdes.String());
    }

    private void sendInTransaction(String key, String value) {
        Map<String, Object> properties = new HashMap<>(kafka.clientProperties());
        properties.put("transactional.id", kafka.applicationId());
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(properties, new StringSerializer(), new StringSerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>(input, key, value));
            producer.commitTransaction();
        }
    }

    private static List<KeyValue<String, String>> numbered(int count) {
        return IntStream.range(0, count)
                .mapToObj(number -> KeyValue.pair("key-" + number % 10, "value-" + number))
                .toList();
    }

    /** What the tests that are run by this one have seen. */
    static final class Fixture {
        static final List<String> SEEN = new CopyOnWriteArrayList<>();
        static final Set<String> SERVERS = ConcurrentHashMap.newKeySet();

        static void saw(TestKafka kafka) {
            SEEN.add(kafka.applicationId());
            SERVERS.add(kafka.bootstrapServers());
        }

        private Fixture() {}
    }

    @WithKafka
    static final class OneForEach {
        private final TestKafka fromConstructor;

        OneForEach(TestKafka kafka) {
            fromConstructor = kafka;
        }

        @BeforeEach
        void isTheSame(TestKafka kafka) {
            assertThat(kafka).isSameAs(fromConstructor);
        }

        @Test
        void first(TestKafka kafka) {
            assertThat(kafka).isSameAs(fromConstructor);
            Fixture.saw(kafka);
        }

        @Test
        void second(TestKafka kafka) {
            Fixture.saw(kafka);
        }
    }

    @WithKafka(dedicated = true)
    static final class OneAlone {

        @Test
        void first(TestKafka kafka) {
            Fixture.saw(kafka);
        }

        @Test
        void second(TestKafka kafka) {
            Fixture.saw(kafka);
        }
    }

    @WithKafka
    static final class OneForAll {

        @BeforeAll
        static void ask(TestKafka kafka) {
            Fixture.saw(kafka);
        }

        @Test
        void first(TestKafka kafka) {
            Fixture.saw(kafka);
        }

        @Test
        void second(TestKafka kafka) {
            Fixture.saw(kafka);
        }
    }
}
