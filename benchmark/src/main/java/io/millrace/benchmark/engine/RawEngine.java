package io.millrace.benchmark.engine;

import io.millrace.benchmark.workload.JsonCodec;
import io.millrace.benchmark.workload.W1Event;
import io.millrace.benchmark.workload.W1Forward;
import io.millrace.benchmark.workload.W2Features;
import io.millrace.benchmark.workload.W3TwoStage;
import io.millrace.benchmark.workload.W4Hopping;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * The baseline: a loop that polls, parses, answers and sends, and commits once a second without waiting for anything. What it
 * counts it keeps in a plain map.
 *
 * <p>It shows what Kafka and JSON cost without any engine. A crash loses every count, and perhaps
 * what was committed but not yet acknowledged: never copy it into a service.
 *
 * <p>The loop is confined to the main thread; {@link #stop()} may be called by any.
 */
public final class RawEngine {
    private static final Duration POLL_TIMEOUT = Duration.ofMillis(100);
    private static final long COMMIT_INTERVAL_NANOS = 1_000_000_000L;

    private final EngineSettings settings;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final KafkaProducer<byte[], byte[]> producer;
    private final RawAnswers answers;

    private volatile boolean stopping;
    private volatile @Nullable Exception sendFailure;

    RawEngine(EngineSettings settings) {
        this.settings = settings;
        answers = answers(settings.workload());
        consumer = new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        settings.bootstrap(),
                        ConsumerConfig.GROUP_ID_CONFIG,
                        settings.runId(),
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                        "earliest",
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        settings.bootstrap(),
                        ProducerConfig.LINGER_MS_CONFIG,
                        0,
                        ProducerConfig.ACKS_CONFIG,
                        "all",
                        ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                        true),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    public static void main(String[] arguments) {
        RawEngine engine = new RawEngine(EngineSettings.from(System.getenv()));
        Thread loop = Thread.currentThread();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            engine.stop();
            awaitEndOf(loop);
        }));
        engine.run();
    }

    void run() {
        try (consumer;
                producer) {
            consumer.subscribe(Set.of(settings.inTopic()));
            answerUntilStopped();
            producer.flush();
            refuseFailedSends();
            consumer.commitSync();
        }
    }

    /** Ends {@link #run()} after the records at hand, or within the time of a poll. */
    void stop() {
        stopping = true;
    }

    private static RawAnswers answers(String workload) {
        return switch (workload) {
            case W1Forward.NAME -> {
                JsonCodec<W1Event> codec = new JsonCodec<>(W1Event.class);
                yield (key, value) -> new RawAnswers.Result(key, codec.write(codec.read(value)));
            }
            case W2Features.NAME -> new RawWindows();
            case W3TwoStage.NAME -> new RawCounters();
            case W4Hopping.NAME -> new RawPanes();
            default ->
                throw new IllegalArgumentException(
                        "The raw engine runs workloads 'W1' to 'W4', WORKLOAD is '%s'.".formatted(workload));
        };
    }

    private void answerUntilStopped() {
        Callback rememberFailure = (metadata, failure) -> {
            if (failure != null) {
                sendFailure = failure;
            }
        };
        long nextCommit = System.nanoTime() + COMMIT_INTERVAL_NANOS;
        while (!stopping) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL_TIMEOUT)) {
                RawAnswers.Result result = answers.to(record.key(), record.value());
                producer.send(new ProducerRecord<>(settings.outTopic(), result.key(), result.value()), rememberFailure);
            }
            refuseFailedSends();
            if (System.nanoTime() - nextCommit >= 0) {
                consumer.commitAsync();
                nextCommit = System.nanoTime() + COMMIT_INTERVAL_NANOS;
            }
        }
    }

    private void refuseFailedSends() {
        Exception failure = sendFailure;
        if (failure != null) {
            throw new IllegalStateException(
                    "A result for topic '%s' was not acknowledged; the rest would be worthless."
                            .formatted(settings.outTopic()),
                    failure);
        }
    }

    private static void awaitEndOf(Thread loop) {
        try {
            loop.join(10_000);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
