package io.millrace.benchmark.engine;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;

/**
 * Kafka Streams, the peer that works in a service's process as Millrace does.
 *
 * <p>A failure ends the process, so that the driver sees it at once: Kafka Streams itself would stop and leave the
 * process running.
 */
public final class KafkaStreamsEngine {
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(15);

    private KafkaStreamsEngine() {}

    public static void main(String[] arguments) throws InterruptedException {
        Map<String, String> environment = System.getenv();
        EngineSettings settings = EngineSettings.from(environment);
        KafkaStreamsOptions options = KafkaStreamsOptions.from(environment);
        KafkaStreams streams = new KafkaStreams(
                KafkaStreamsTopology.of(settings, options.windows()),
                new StreamsConfig(KafkaStreamsSettings.of(settings, options)));
        CountDownLatch ended = new CountDownLatch(1);
        streams.setStateListener((state, before) -> {
            if (state.hasCompletedShutdown()) {
                ended.countDown();
            }
        });
        Runtime.getRuntime().addShutdownHook(new Thread(() -> streams.close(CLOSE_TIMEOUT)));
        streams.start();
        ended.await();
        if (streams.state() == KafkaStreams.State.ERROR) {
            System.exit(1);
        }
    }
}
