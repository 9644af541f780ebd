package io.millrace.internal.kafka;

import io.millrace.internal.exchange.Origin;
import io.millrace.internal.plan.SinkPlan;
import io.millrace.internal.stage.Output;
import io.millrace.internal.stage.OutputWriter;
import io.millrace.support.ManualTime;
import io.millrace.support.TestEpochs;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A run's producers and one writer, whose look-ups, answers and time the test steps. Topic {@code out} is known. */
final class SteppedSink {

    static final SinkPlan AT_ONCE = new SinkPlan("sink", SinkPlan.Sending.AT_ONCE, false, "");
    static final long LIMIT = 1_000;
    static final long NOW = ManualTime.START_MILLIS;

    final ManualTime time = new ManualTime();
    private final Deque<ApiException> refusals = new ArrayDeque<>();
    final MockProducer<byte[], byte[]> producer = refusing();
    final MockProducer<byte[], byte[]> bulk = mock();
    /** Whether the input is far behind. */
    boolean behind;

    final Deque<Runnable> lookups = new ArrayDeque<>();
    final List<Throwable> failures = new ArrayList<>();
    final List<String> wakeUps = new ArrayList<>();
    final SinkRoutes.Clients clients = new SinkRoutes.Clients(() -> producer, () -> bulk, () -> behind, lookups::add);
    /** Topics take as much as the test says, else anything. */
    final Map<String, Integer> limits = new HashMap<>();

    final OutputSizes sizes = new OutputSizes(topic -> limits.getOrDefault(topic, OutputSizes.NO_LIMIT));
    final SinkProducer sink = new SinkProducer("cards", clients, sizes, new Latencies(time), time, failures::add);
    final OutputWriter writer = sink.writer("stage", () -> wakeUps.add("writer"), LIMIT);

    SteppedSink() {
        sink.prepare(List.of("out"));
    }

    /** Falls behind, and lets the producer for that be made. */
    void fallBehind() {
        behind = true;
        sink.route();
        lookUp();
    }

    /** Has the producer refuse the next output at once, as Kafka's own does with what is too large. */
    void refuse(ApiException refusal) {
        refusals.add(refusal);
    }

    void lookUp() {
        while (!lookups.isEmpty()) {
            lookups.remove().run();
        }
    }

    static List<String> values(MockProducer<byte[], byte[]> producer) {
        return producer.history().stream()
                .map(ProducerRecord::value)
                .map(value -> new String(value, StandardCharsets.UTF_8))
                .toList();
    }

    static Output output(String topic, String value) {
        return new Output(AT_ONCE, topic, null, value.getBytes(StandardCharsets.UTF_8), NOW, List.of(), origin());
    }

    /** Returns one without key and value. */
    static Output output(long timestamp, Header... headers) {
        return new Output(AT_ONCE, "out", null, null, timestamp, List.of(headers), origin());
    }

    static Output outputOfSize(int size) {
        return new Output(AT_ONCE, "out", null, new byte[size], NOW, List.of(), origin());
    }

    static Origin origin() {
        return new Origin(TestEpochs.assignment("in", 0), 0, NOW, 0);
    }

    private MockProducer<byte[], byte[]> refusing() {
        return new MockProducer<>(false, null, new ByteArraySerializer(), new ByteArraySerializer()) {
            @Override
            public synchronized Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record, Callback callback) {
                ApiException refusal = refusals.poll();
                if (refusal == null) {
                    return super.send(record, callback);
                }
                callback.onCompletion(null, refusal);
                return CompletableFuture.failedFuture(refusal);
            }
        };
    }

    private static MockProducer<byte[], byte[]> mock() {
        return new MockProducer<>(false, null, new ByteArraySerializer(), new ByteArraySerializer());
    }
}
