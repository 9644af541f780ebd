package io.millrace.spring.tracing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.devbroker.DevBroker;
import io.millrace.devbroker.DevBrokerSettings;
import io.millrace.spring.OutputTopic;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** Traces that a producer which is none of ours has begun, through topologies, to what reads their outputs. */
class TracedServiceIT {

    private static final String PREFIX = UUID.randomUUID() + "-";
    private static final String PARENT = "b7ad6b7169203331";

    private static DevBroker broker;
    private static KafkaProducer<String, String> producer;
    private static ConfigurableApplicationContext service;
    private static TracedService.Spans spans;

    private final String trace = UUID.randomUUID().toString().replace("-", "");
    private final String sampled = "00-" + trace + "-" + PARENT + "-01";
    private final String notSampled = "00-" + trace + "-" + PARENT + "-00";

    @BeforeAll
    static void start() {
        broker = DevBroker.start(
                DevBrokerSettings.defaults().withPort(0).withControllerPort(0).withAutoCreateTopics(false));
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()), new StringSerializer(), new StringSerializer());
        service = new SpringApplicationBuilder(TracedService.class)
                .properties(
                        "spring.config.location=classpath:/traced-it.yml",
                        "spring.kafka.bootstrap-servers=" + broker.bootstrapServers(),
                        "test.prefix=" + PREFIX)
                .run();
        spans = service.getBean(TracedService.Spans.class);
    }

    @AfterAll
    static void stop() {
        service.close();
        producer.close();
        broker.close();
    }

    @Test
    void aRecordIsFollowedThroughALane() throws Exception {
        send("lanes", "a", sampled);

        String header = header(read("lanes", "a"));
        Map<String, SpanData> byName = awaitSpans("process", "stage", "send");
        assertChain(byName, "process", "stage", "send");
        assertThat(header).isEqualTo("00-" + trace + "-" + byName.get("send").getSpanId() + "-01");
        assertThat(service.getBean(TracedService.Seen.class).traceIds).contains(trace);
    }

    @Test
    void andThroughAShuffleByATopic() throws Exception {
        send("shuffled", "b", sampled);

        String header = header(read("shuffled", "b"));
        await().atMost(Duration.ofSeconds(30)).until(() -> spans.of(trace).size() == 4);
        List<SpanData> all = spans.of(trace);
        SpanData read = one(all, "process " + PREFIX + "shuffled-in");
        SpanData shuffled = one(all, "send it-shuffled-by-value-repartition");
        SpanData readAgain = one(all, "process it-shuffled-by-value-repartition");
        SpanData sent = one(all, "send " + PREFIX + "shuffled-out");
        assertThat(read.getParentSpanId()).isEqualTo(PARENT);
        assertThat(shuffled.getParentSpanId()).isEqualTo(read.getSpanId());
        assertThat(readAgain.getParentSpanId()).isEqualTo(shuffled.getSpanId());
        assertThat(sent.getParentSpanId()).isEqualTo(readAgain.getSpanId());
        assertThat(header).contains(sent.getSpanId());
    }

    @Test
    void andIntoTheTransactionOfItsEpoch() throws Exception {
        send("exact", "c", sampled);

        String header = header(read("exact", "c"));
        Map<String, SpanData> byName = awaitSpans("process", "stage", "send");
        assertChain(byName, "process", "stage", "send");
        assertThat(header).contains(byName.get("send").getSpanId());
    }

    @Test
    void andToElsewhereByTheClientsThatUserCodeHas() throws Exception {
        send("called", "d", sampled);

        read("called", "d");
        Map<String, SpanData> byName = awaitSpans("process", "call", "http", "stage", "send");
        assertChain(byName, "process", "call", "http");
        assertChain(byName, "process", "stage", "send");
        assertThat(service.getBean(TracedService.Elsewhere.class).traceparents)
                .contains("00-" + trace + "-" + byName.get("http").getSpanId() + "-01");
    }

    @ParameterizedTest
    @ValueSource(strings = {"lanes", "shuffled", "exact"})
    void aTraceThatIsNotSampledIsPassedOnWithoutSpans(String way) throws Exception {
        send(way, "unsampled", notSampled);

        assertThat(header(read(way, "unsampled"))).isEqualTo(notSampled);
        assertThat(spans.of(trace)).isEmpty();
    }

    @Test
    void aRecordThatComesWithoutATraceAndIsNotSampledLeavesWithoutOne() throws Exception {
        send("lanes", "none", null);

        assertThat(read("lanes", "none").headers().lastHeader("traceparent")).isNull();
    }

    private static void send(String way, String value, String traceparent)
            throws ExecutionException, InterruptedException {
        ProducerRecord<String, String> record = new ProducerRecord<>(PREFIX + way + "-in", "key", value);
        if (traceparent != null) {
            record.headers().add("traceparent", traceparent.getBytes(StandardCharsets.UTF_8));
        }
        producer.send(record).get();
    }

    private static ConsumerRecord<String, String> read(String way, String value) {
        try (OutputTopic topic = new OutputTopic(broker.bootstrapServers(), PREFIX + way + "-out")) {
            await().atMost(Duration.ofSeconds(30)).until(() -> topic.values().contains(value));
            return topic.awaitRecords(1).stream()
                    .filter(record -> record.value().equals(value))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static String header(ConsumerRecord<String, String> record) {
        assertThat(record.headers().headers("traceparent")).hasSize(1);
        Header header = record.headers().lastHeader("traceparent");
        return new String(header.value(), StandardCharsets.UTF_8);
    }

    /** Returns the spans of the trace by the first word of their names, once there is one for each of {@code words}. */
    private Map<String, SpanData> awaitSpans(String... words) {
        await().atMost(Duration.ofSeconds(30)).until(() -> spans.of(trace).size() == words.length);
        Map<String, SpanData> byName = new HashMap<>();
        spans.of(trace).forEach(span -> byName.put(span.getName().split(" ")[0], span));
        assertThat(byName).containsOnlyKeys(words);
        return byName;
    }

    /** The first of {@code words} is the child of what the producer did, and each other one of that before it. */
    private static void assertChain(Map<String, SpanData> byName, String... words) {
        String parent = PARENT;
        for (String word : words) {
            assertThat(byName.get(word).getParentSpanId()).as(word).isEqualTo(parent);
            parent = byName.get(word).getSpanId();
        }
    }

    private static SpanData one(List<SpanData> all, String name) {
        return all.stream()
                .filter(span -> span.getName().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError(name + " is not among "
                        + all.stream().map(SpanData::getName).toList()));
    }
}
