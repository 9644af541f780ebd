package io.millrace.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.runtime.Delivery;
import io.millrace.support.Cluster;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Row 16 of the fault table for three instances of a topology with two shuffles. */
@Tag(Rounds.MANY)
class ForeignTransactionIT {

    private final Random random = new Random();

    @TempDir
    private Path files = Path.of("");

    @ParameterizedTest
    @EnumSource
    void whatSomebodyElseLeavesOpenIsWaitedForAndNeverCounted(Delivery delivery) {
        Scene scene = Scene.on(Cluster.shared(), files);
        try (Services services = new Services(Subject.SHUFFLED, scene)) {
            Trio trio = Trio.start(
                    services,
                    number -> services.options("node-" + number).soonMissed().withDelivery(delivery));
            for (int round = 0; round < Rounds.ofLong(10); round++) {
                trio.runForAWhile();
                try (Producer<String, String> foreign = open(scene)) {
                    trio.killAll();
                    trio.startAllAgain();
                    await().atMost(Duration.ofSeconds(30))
                            .until(() -> trio.anyPrinted("waits for an open transaction"));
                    foreign.abortTransaction();
                }
                trio.runForAWhile();
            }

            long duplicates = services.settle();
            assertThat(duplicates)
                    .as("duplicates")
                    .isLessThanOrEqualTo(delivery == Delivery.EXACTLY_ONCE ? 0 : services.repeatable());
        }
    }

    /** Returns a producer that has written to a partition of everything that instances read, in a transaction without an end. */
    private Producer<String, String> open(Scene scene) {
        Map<String, Object> properties = scene.cluster().properties();
        properties.put("transactional.id", "foreign-" + scene.application());
        Producer<String, String> producer =
                new KafkaProducer<>(properties, new StringSerializer(), new StringSerializer());
        producer.initTransactions();
        producer.beginTransaction();
        int partition = random.nextInt(Scene.PARTITIONS);
        readBy(scene)
                .forEach(topic ->
                        producer.send(new ProducerRecord<>(topic, partition, "group-0", "neither tally nor payment")));
        producer.flush();
        return producer;
    }

    private static Stream<String> readBy(Scene scene) {
        String group = scene.application() + "-" + ShuffleService.TOPOLOGY;
        return Stream.concat(
                Stream.of(scene.in()),
                Stream.of("groups-changelog", "buckets-changelog", "by-group-repartition", "by-bucket-repartition")
                        .map(topic -> group + "-" + topic));
    }
}
