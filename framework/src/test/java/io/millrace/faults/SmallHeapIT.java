package io.millrace.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.support.Cluster;
import io.millrace.support.TopicReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Row 24 of the fault table: much more waits for one key than the heap has room for, and its worker is held up. */
class SmallHeapIT {

    private static final int RECORDS = 500 * Rounds.COUNT;
    private static final int VALUE_BYTES = 300_000;

    @TempDir
    private Path files = Path.of("");

    @Test
    void aHotKeyOfLargeRecordsIsHeldBackInsteadOfFillingTheHeap() {
        Cluster cluster = Cluster.shared();
        Scene scene = Scene.on(cluster, files);
        String padding = "x".repeat(VALUE_BYTES);
        for (int number = 0; number < RECORDS; number++) {
            cluster.producer().send(new ProducerRecord<>(scene.in(), "hot", number + padding));
        }
        cluster.producer().flush();
        try (ServiceProcess service = ServiceProcess.start(
                        files,
                        TroubledService.prefix(Trouble.HOLDING, "-Xmx96m", TroubledService.DEDICATED),
                        TroubledService.class,
                        scene.options("small").arguments());
                TopicReader reader = new TopicReader(cluster, scene.out())) {
            service.awaitRunning();

            assertThat(reader.awaitRecords(RECORDS, Duration.ofSeconds(30L * Rounds.COUNT)).stream()
                            .map(SmallHeapIT::number))
                    .containsExactlyElementsOf(
                            IntStream.range(0, RECORDS).boxed().toList());
            assertThat(service.isAlive()).isTrue();
            assertThat(service.output()).doesNotContain("OutOfMemoryError", "RESTARTING");
        }
    }

    private static int number(ConsumerRecord<String, String> output) {
        return Integer.parseInt(output.value().substring(0, output.value().indexOf('x')));
    }
}
