package io.millrace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.errors.ErrorPhase;
import io.millrace.errors.ErrorPolicy;
import io.millrace.runtime.DeadLetterReplay;
import io.millrace.runtime.Delivery;
import io.millrace.runtime.ErrorSettings;
import io.millrace.runtime.TopologyHandle;
import io.millrace.support.Cluster;
import io.millrace.support.Engines;
import io.millrace.support.TopicReader;
import io.millrace.topology.Topology;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** From the failure of a record to its dead letter, and back. */
class DeadLetterReplayIT {

    private final Cluster cluster = Cluster.shared();
    private final String application = Cluster.application();
    private final String in = cluster.topic("in", 2);
    private final String out = cluster.topic("out", 2);
    private final AtomicBoolean broken = new AtomicBoolean(true);

    @ParameterizedTest
    @EnumSource
    void whatWasGivenUpComesOutOnceTheCauseIsMended(Delivery delivery) {
        Topology topology = CopyTopology.named("copy", in, out, this::refuseWhileBroken);
        try (MillraceEngine engine = Engines.of(
                        cluster,
                        application,
                        Engines.quick()
                                .withDelivery(delivery)
                                .withErrors(ErrorSettings.defaults().withPolicy(ErrorPolicy.deadLetter())),
                        topology);
                TopicReader inputs = new TopicReader(cluster, in);
                TopicReader outputs = new TopicReader(cluster, out)) {
            engine.start();
            TopologyHandle handle = engine.topology("copy");
            long timestamp = System.currentTimeMillis() - 60_000;
            ProducerRecord<String, String> refused = new ProducerRecord<>(in, 1, timestamp, "k", "refused");
            refused.headers().add("trace", "7".getBytes(StandardCharsets.UTF_8));
            cluster.send(refused);
            cluster.send(in, 0, "k", "fine");
            await().until(() -> cluster.committedRecords(application, "copy") == 2);
            broken.set(false);

            DeadLetterReplay.Result none =
                    handle.replayDeadLetters(DeadLetterReplay.all().withPhase(ErrorPhase.PRODUCTION));
            DeadLetterReplay.Result sent = handle.replayDeadLetters(DeadLetterReplay.all()
                    .withPhase(ErrorPhase.PROCESSING)
                    .withException("IllegalStateException")
                    .withTopic(in));
            DeadLetterReplay.Result again = handle.replayDeadLetters(DeadLetterReplay.all());

            assertThat(List.of(none, sent, again))
                    .containsExactly(
                            new DeadLetterReplay.Result(0, 1, 0),
                            new DeadLetterReplay.Result(1, 0, 0),
                            new DeadLetterReplay.Result(0, 0, 0));
            assertThat(outputs.awaitValues(2)).containsExactlyInAnyOrder("fine", "refused");
            List<ConsumerRecord<String, String>> both = inputs.awaitRecords(3).stream()
                    .filter(record -> record.value().equals("refused"))
                    .toList();
            assertThat(both).hasSize(2).allSatisfy(record -> {
                assertThat(record.key()).isEqualTo("k");
                assertThat(record.partition()).isEqualTo(1);
                assertThat(record.timestamp()).isEqualTo(timestamp);
                assertThat(record.headers()).extracting(Header::key).containsExactly("trace");
            });
        }
    }

    private String refuseWhileBroken(String value) {
        if (broken.get() && value.equals("refused")) {
            throw new IllegalStateException("broken");
        }
        return value;
    }
}
