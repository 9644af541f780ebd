package io.millrace.internal.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.internal.exchange.Origin;
import io.millrace.internal.plan.SinkPlan;
import io.millrace.internal.stage.Output;
import io.millrace.internal.stage.OutputWriter;
import io.millrace.support.ManualTime;
import io.millrace.support.TestEpochs;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** To which partition outputs go. */
class OutputPlacementTest {

    private static final SinkPlan WITH_IDS = new SinkPlan("sink", SinkPlan.Sending.AT_ONCE, true, "");
    private static final SinkPlan WITHOUT_IDS = new SinkPlan("sink", SinkPlan.Sending.AT_ONCE, false, "");

    private final MockProducer<byte[], byte[]> producer =
            new MockProducer<>(cluster("out", 3), true, null, new ByteArraySerializer(), new ByteArraySerializer());
    private final ManualTime time = new ManualTime();
    private final OutputWriter writer = writer();

    @Test
    void withoutAKeyAReplayComesToTheSamePartition() {
        writer.write(output(WITH_IDS, null, 5));
        writer.write(output(WITH_IDS, null, 5));
        writer.write(output(WITH_IDS, null, 1));

        assertThat(producer.history()).extracting(ProducerRecord::partition).containsExactly(2, 2, 1);
    }

    @Test
    void aKeyGoesToItsPartition() {
        writer.write(output(WITH_IDS, new byte[] {1}, 5));

        assertThat(producer.history()).extracting(ProducerRecord::partition).containsOnlyNulls();
    }

    @Test
    void withoutIdsKafkaHasTheChoice() {
        writer.write(output(WITHOUT_IDS, null, 5));

        assertThat(producer.history()).extracting(ProducerRecord::partition).containsOnlyNulls();
    }

    private OutputWriter writer() {
        SinkRoutes.Clients clients = new SinkRoutes.Clients(() -> producer, () -> producer, () -> false, Runnable::run);
        SinkProducer sink = new SinkProducer(
                "cards",
                clients,
                new OutputSizes(topic -> OutputSizes.NO_LIMIT),
                new Latencies(time),
                time,
                failure -> {});
        sink.prepare(List.of("out"));
        return sink.writer("stage", () -> {}, Long.MAX_VALUE);
    }

    private Output output(SinkPlan plan, byte @Nullable [] key, int sourcePartition) {
        Origin origin = new Origin(TestEpochs.assignment("in", sourcePartition), 7, time.currentTimeMillis(), 0);
        return new Output(plan, "out", key, new byte[0], time.currentTimeMillis(), List.of(), origin);
    }

    private static Cluster cluster(String topic, int partitions) {
        Node node = new Node(0, "localhost", 1);
        Node[] nodes = {node};
        return new Cluster(
                "cluster",
                List.of(node),
                IntStream.range(0, partitions)
                        .mapToObj(number -> new PartitionInfo(topic, number, node, nodes, nodes))
                        .toList(),
                Set.of(),
                Set.of());
    }
}
