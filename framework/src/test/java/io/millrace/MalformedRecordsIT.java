package io.millrace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.errors.ErrorPolicy;
import io.millrace.errors.RetryPolicy;
import io.millrace.errors.TooManyErrorsException;
import io.millrace.runtime.DeadLetterHeaders;
import io.millrace.runtime.Delivery;
import io.millrace.runtime.ErrorProgress;
import io.millrace.runtime.ErrorSettings;
import io.millrace.runtime.ThreadMode;
import io.millrace.runtime.TopologyHandle;
import io.millrace.runtime.TopologySettings;
import io.millrace.runtime.TopologyState;
import io.millrace.support.Cluster;
import io.millrace.support.Engines;
import io.millrace.support.MalformedPayments;
import io.millrace.topology.Consumed;
import io.millrace.topology.Produced;
import io.millrace.topology.Topology;
import io.millrace.topology.TopologyBuilder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Records that nobody can read, that are too large, or that user code fails with, among others. */
class MalformedRecordsIT {

    private static final int MALFORMED = 10_000;
    private static final int PARTITIONS = 2;
    private static final int KEYS = 50;
    private static final int MB = 1024 * 1024;

    private final Cluster cluster = Cluster.shared();
    private final String application = Cluster.application();

    @ParameterizedTest
    @EnumSource(Delivery.class)
    void eachMalformedRecordIsADeadLetterAndNoNeighbourIsLost(Delivery delivery) {
        String in = cluster.topic("in", PARTITIONS);
        String out = cluster.topic("out", PARTITIONS);
        TopologyBuilder builder = TopologyBuilder.named("payments");
        builder.stream(in, Consumed.with(Serdes.String(), MalformedPayments.ids()))
                .to(out, Produced.with(Serdes.String(), MalformedPayments.ids()));
        Map<String, byte @Nullable []> malformed = new HashMap<>();
        try (Producer<byte[], byte[]> producer = producer()) {
            MalformedPayments payments = new MalformedPayments(7);
            for (int number = 0; number < MALFORMED; number++) {
                byte @Nullable [] bytes = payments.next();
                malformed.put(String.valueOf(number), bytes);
                producer.send(record(in, number, MalformedPayments.good(number)));
                ProducerRecord<byte[], byte[]> bad = record(in, number, bytes);
                bad.headers().add("number", utf8(String.valueOf(number)));
                producer.send(bad);
            }
        }
        try (MillraceEngine engine = engine(builder.build(), delivery, DEAD_LETTERS)) {
            engine.start();
            List<ConsumerRecord<byte[], byte[]>> letters = read(application + "-payments-dlt", MALFORMED);
            List<ConsumerRecord<byte[], byte[]>> outputs = read(out, MALFORMED);
            await().untilAsserted(() -> assertThat(cluster.committedRecords(application, "payments"))
                    .isGreaterThanOrEqualTo(2 * MALFORMED));

            assertThat(engine.topology("payments").errors()).isEqualTo(new ErrorProgress(0, MALFORMED, 0, 0));
            assertThat(read(application + "-payments-dlt", 0)).hasSize(MALFORMED);
            for (ConsumerRecord<byte[], byte[]> letter : letters) {
                String number = text(letter.headers().lastHeader("number").value());
                assertThat(malformed).containsKey(number);
                assertThat(letter.value()).isEqualTo(malformed.remove(number));
                assertThat(text(letter.key())).isEqualTo(String.valueOf(Integer.parseInt(number) % KEYS));
            }
            assertThat(malformed).isEmpty();
            Map<String, Integer> last = new HashMap<>();
            for (ConsumerRecord<byte[], byte[]> output : outputs) {
                int id = Integer.parseInt(text(output.value()));
                assertThat(last.getOrDefault(text(output.key()), id % KEYS - KEYS))
                        .isEqualTo(id - KEYS);
                last.put(text(output.key()), id);
            }
            assertThat(outputs).hasSize(MALFORMED);
        }
    }

    @ParameterizedTest
    @EnumSource(Delivery.class)
    void aRecordOfFiveMegabytesIsADeadLetterAndItsEpochCommits(Delivery delivery) {
        String in = topic("in", 10 * MB);
        String out = cluster.topic("out", 1);
        String letters = topic("letters", 10 * MB);
        byte[] large = new byte[5 * MB];
        Arrays.fill(large, (byte) 'x');
        byte[] swelling = utf8("swell");
        try (Producer<byte[], byte[]> producer = producer()) {
            for (byte[] value : List.of(utf8("1"), large, utf8("2"), swelling, utf8("3"))) {
                producer.send(new ProducerRecord<>(in, 0, utf8("k"), value));
            }
        }
        Map<String, Object> properties = cluster.engineProperties();
        properties.put("max.request.size", 10 * MB); // the output topic's limit is what counts
        try (MillraceEngine engine = MillraceEngine.builder()
                .applicationId(application)
                .kafkaProperties(properties)
                .defaultSettings(settings(delivery, DEAD_LETTERS.withDeadLetterTopic(letters)))
                .topology(swelling(in, out, large))
                .build()) {
            engine.start();

            assertThat(read(out, 3)).extracting(output -> text(output.value())).containsExactly("1", "2", "3");
            List<ConsumerRecord<byte[], byte[]>> dead = read(letters, 2);
            assertThat(Arrays.equals(dead.get(0).value(), large)).isTrue(); // else the message has ten million numbers
            assertThat(dead.get(1).value()).isEqualTo(swelling);
            assertThat(DeadLetterHeaders.text(dead.get(0).headers(), DeadLetterHeaders.PHASE))
                    .contains("PRODUCTION");
            await().untilAsserted(() -> assertThat(cluster.committedRecords(application, "swelling"))
                    .isGreaterThanOrEqualTo(5));
            assertThat(engine.topology("swelling").failure()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(Delivery.class)
    void anOutputThatTurnsOutToBeTooLargeForItsChosenTopicIsADeadLetter(Delivery delivery) {
        String in = cluster.topic("in", 1);
        String out = cluster.topic("out", 1);
        byte[] large = new byte[5 * MB];
        TopologyBuilder builder = TopologyBuilder.named("choosing");
        builder.stream(in, Consumed.with(Serdes.ByteArray(), Serdes.ByteArray()))
                .mapValues(value -> text(value).equals("swell") ? large : value)
                .to((key, value, metadata) -> out, Produced.with(Serdes.ByteArray(), Serdes.ByteArray()));
        cluster.send(in, 0, "k", "swell"); // comes before anything is known of the topic
        cluster.send(in, 0, "k", "1");
        try (MillraceEngine engine = engine(builder.build(), delivery, DEAD_LETTERS)) {
            engine.start();

            assertThat(read(out, 1)).extracting(output -> text(output.value())).containsExactly("1");
            assertThat(read(application + "-choosing-dlt", 1))
                    .extracting(letter -> text(letter.value()))
                    .containsExactly("swell");
        }
    }

    @ParameterizedTest
    @EnumSource(Delivery.class)
    void aDeadLetterThatIsTooLargeForItsTopicGoesWithoutItsValue(Delivery delivery) {
        String in = topic("in", 10 * MB);
        String out = cluster.topic("out", 1);
        byte[] large = new byte[5 * MB];
        try (Producer<byte[], byte[]> producer = producer()) {
            producer.send(new ProducerRecord<>(in, 0, utf8("k"), large));
            producer.send(new ProducerRecord<>(in, 0, utf8("k"), utf8("1")));
        }
        try (MillraceEngine engine = engine(swelling(in, out, large), delivery, DEAD_LETTERS)) {
            engine.start();

            assertThat(read(out, 1)).extracting(output -> text(output.value())).containsExactly("1");
            ConsumerRecord<byte[], byte[]> dead =
                    read(application + "-swelling-dlt", 1).get(0);
            assertThat(text(dead.key())).isEqualTo("k");
            assertThat(dead.value()).isNull();
            assertThat(dead.headers().lastHeader(DeadLetterHeaders.TRUNCATED)).isNotNull();
            assertThat(DeadLetterHeaders.longNumber(dead.headers(), DeadLetterHeaders.ORIGINAL_OFFSET))
                    .hasValue(0);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"SHARED", "DEDICATED"})
    void userCodeThatFailsNowAndThenAndThenAlwaysStopsItsTopologyAndNeverHangs(ThreadMode threads) {
        String in = cluster.topic("in", PARTITIONS);
        String out = cluster.topic("out", PARTITIONS);
        Topology topology = CopyTopology.named("failing", in, out, MalformedRecordsIT::digest);
        ErrorSettings settings = ErrorSettings.defaults()
                .withPolicy(ErrorPolicy.retry(RetryPolicy.of(2).withDelays(Duration.ofMillis(1), Duration.ofMillis(5)))
                        .then(ErrorPolicy.deadLetter()))
                .withCircuit(200, Duration.ofMinutes(1));
        try (MillraceEngine engine = Engines.of(
                cluster, application, Engines.quick().withThreads(threads).withErrors(settings), topology)) {
            engine.start();
            cluster.sendNumbers(in, PARTITIONS, 1, 5_000);

            assertThat(read(out, 4_995)).hasSize(4_995);
            assertThat(read(application + "-failing-dlt", 5))
                    .extracting(letter -> text(letter.value()))
                    .containsExactlyInAnyOrder("1000", "2000", "3000", "4000", "5000");

            cluster.sendNumbers(in, PARTITIONS, 1_000_000, 5_000);

            TopologyHandle failing = engine.topology("failing");
            await().atMost(Duration.ofSeconds(20)).until(() -> failing.state() == TopologyState.FAILED);
            assertThat(failing.failure().orElseThrow()).isInstanceOf(TooManyErrorsException.class);
        }
    }

    @Test
    void aDeadLetterTopicIsMadeLikeAnyTopicOfTheCluster() throws Exception {
        String in = cluster.topic("in", 1);
        String out = cluster.topic("out", 1);
        try (MillraceEngine engine =
                engine(CopyTopology.named("copy", in, out, value -> value), Delivery.AT_LEAST_ONCE, DEAD_LETTERS)) {
            engine.start();

            assertThat(cluster.admin()
                            .describeTopics(List.of(application + "-copy-dlt"))
                            .allTopicNames()
                            .get())
                    .hasSize(1);
        }
    }

    private static final ErrorSettings DEAD_LETTERS = ErrorSettings.defaults()
            .withPolicy(ErrorPolicy.deadLetter())
            .withCircuit(2 * MALFORMED, Duration.ofMinutes(1));

    private static String digest(String value) {
        int number = Integer.parseInt(value);
        if (number >= 1_000_000 || number % 1_000 == 0) {
            switch (number / 1_000 % 3) {
                case 0 -> throw new IllegalStateException("does not want " + value);
                case 1 -> throw new AssertionError("does not want " + value);
                default -> digest(value); // for ever
            }
        }
        return value;
    }

    private static Topology swelling(String in, String out, byte[] large) {
        TopologyBuilder builder = TopologyBuilder.named("swelling");
        builder.stream(in, Consumed.with(Serdes.ByteArray(), Serdes.ByteArray()))
                .mapValues(value -> text(value).equals("swell") ? large : value)
                .to(out, Produced.with(Serdes.ByteArray(), Serdes.ByteArray()));
        return builder.build();
    }

    private MillraceEngine engine(Topology topology, Delivery delivery, ErrorSettings errors) {
        return Engines.of(cluster, application, settings(delivery, errors), topology);
    }

    private static TopologySettings settings(Delivery delivery, ErrorSettings errors) {
        return Engines.quick().withDelivery(delivery).withErrors(errors);
    }

    private String topic(String kind, int largest) {
        String name = "%s-%s".formatted(kind, Cluster.application());
        cluster.admin()
                .createTopics(List.of(new NewTopic(name, Optional.of(1), Optional.empty())
                        .configs(Map.of("max.message.bytes", String.valueOf(largest)))));
        await().ignoreExceptions()
                .until(() -> cluster.admin()
                                .describeTopics(List.of(name))
                                .allTopicNames()
                                .get()
                                .size()
                        == 1);
        return name;
    }

    private Producer<byte[], byte[]> producer() {
        Map<String, Object> properties = cluster.properties();
        properties.put("max.request.size", 10 * MB);
        properties.put("linger.ms", 5);
        return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** Reads until there are {@code count} committed records, and on to the end of the topic as it is then. */
    private List<ConsumerRecord<byte[], byte[]>> read(String topic, int count) {
        Map<String, Object> properties = cluster.properties();
        properties.put("isolation.level", "read_committed");
        properties.put("fetch.max.wait.ms", 20);
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            await().atMost(Duration.ofSeconds(30))
                    .pollInterval(Duration.ofMillis(1))
                    .until(() -> {
                        consumer.poll(Duration.ofMillis(50)).forEach(records::add);
                        return records.size() >= count
                                && partitions.stream()
                                        .allMatch(partition -> consumer.position(partition)
                                                >= consumer.endOffsets(List.of(partition))
                                                        .getOrDefault(partition, Long.MAX_VALUE));
                    });
        }
        return records;
    }

    private static ProducerRecord<byte[], byte[]> record(String topic, int number, byte @Nullable [] value) {
        return new ProducerRecord<>(topic, number % KEYS % PARTITIONS, utf8(String.valueOf(number % KEYS)), value);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
