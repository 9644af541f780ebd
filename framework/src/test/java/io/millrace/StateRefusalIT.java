package io.millrace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.errors.CheckpointMismatchException;
import io.millrace.runtime.TopologyHandle;
import io.millrace.runtime.TopologyState;
import io.millrace.support.Cluster;
import io.millrace.support.Engines;
import io.millrace.support.TopicReader;
import io.millrace.topology.Topology;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** Row 27 of the fault table: state and offsets that are not of the same checkpoint never become a wrong result. */
class StateRefusalIT {

    private static final int RECORDS = 20;

    private final Cluster cluster = Cluster.shared();
    private final String application = Cluster.application();
    private final String group = application + "-counts";
    private final String in = cluster.topic("in", 1);
    private final String out = cluster.topic("out", 1);
    private final TopicPartition input = new TopicPartition(in, 0);
    private final String changelog = CountTopology.changelog(application, "counts");
    private final Topology counts = CountTopology.named("counts", in, out);

    @Test
    void offsetsThatWereResetAreRefused() {
        runOnce();
        setOffset(3);

        assertThat(refusal())
                .hasMessageContaining("store 'counts'")
                .hasMessageContaining(
                        "partition 0 of changelog '%s' holds the state at offset %d of partition 0 of input '%s'",
                        changelog, RECORDS, in)
                .hasMessageContaining("consumer group '%s' has committed offset 3", group)
                .hasMessageContaining("--to-offset %d", RECORDS);
    }

    @Test
    void offsetsThatWereSetBackToThoseOfTheStateGoOn() {
        runOnce();
        setOffset(3);
        refusal();
        setOffset(RECORDS);

        assertThat(nextCount()).isEqualTo(String.valueOf(RECORDS + 1));
    }

    @Test
    void offsetsThatWereDeletedAreRefused() {
        runOnce();
        join(cluster.admin().deleteConsumerGroups(List.of(group)).all());

        assertThat(refusal()).hasMessageContaining("consumer group '%s' has committed none", group);
    }

    @Test
    void aChangelogThatWasEmptiedIsRefused() {
        runOnce();
        deleteChangelog();

        assertThat(refusal())
                .hasMessageContaining("holds no state")
                .hasMessageContaining("has committed offset %d together with such state", RECORDS);
    }

    @Test
    void withoutChangelogAndOffsetsAllBeginsAnew() {
        runOnce();
        deleteChangelog();
        join(cluster.admin().deleteConsumerGroups(List.of(group)).all());

        assertThat(nextCount()).isEqualTo(String.valueOf(RECORDS + 1)); // the input was counted once more
    }

    @Test
    void offsetsThatAreResetBetweenTwoRunsOfOneEngineAreRefusedToo() {
        try (MillraceEngine engine = engine()) {
            engine.start();
            TopologyHandle handle = engine.topology("counts");
            cluster.sendNumbers(in, 1, 0, RECORDS);
            await().until(() -> cluster.committedRecords(application, "counts") == RECORDS);
            handle.drain();
            setOffset(3);

            handle.start();

            await().until(() -> handle.state() == TopologyState.FAILED);
            assertThat(handle.failure()).get().isInstanceOf(CheckpointMismatchException.class);
        }
    }

    private void runOnce() {
        try (MillraceEngine engine = engine();
                TopicReader reader = new TopicReader(cluster, out)) {
            engine.start();
            cluster.sendNumbers(in, 1, 0, RECORDS);
            reader.awaitRecords(RECORDS);
        }
        assertThat(cluster.committedRecords(application, "counts")).isEqualTo(RECORDS);
    }

    private Throwable refusal() {
        try (MillraceEngine engine = engine()) {
            engine.start();
            TopologyHandle handle = engine.topology("counts");
            await().until(() -> handle.state() == TopologyState.FAILED);
            Throwable failure = handle.failure().orElseThrow();
            assertThat(failure).isInstanceOf(CheckpointMismatchException.class);
            return failure;
        }
    }

    private String nextCount() {
        try (MillraceEngine engine = engine();
                TopicReader reader = new TopicReader(cluster, out)) {
            engine.start();
            int before = reader.values().size();
            await().until(() -> engine.topology("counts").hasRestored());
            cluster.send(in, 0, "0", "next");
            await().until(() -> cluster.committedRecords(application, "counts") == RECORDS + 1);
            List<String> values = reader.values();
            assertThat(values).hasSizeGreaterThan(before);
            return values.get(values.size() - 1);
        }
    }

    private void setOffset(long offset) {
        join(cluster.admin()
                .alterConsumerGroupOffsets(group, Map.of(input, new OffsetAndMetadata(offset)))
                .all());
    }

    private void deleteChangelog() {
        join(cluster.admin().deleteTopics(List.of(changelog)).all());
        await().until(() -> !cluster.admin().listTopics().names().get().contains(changelog));
    }

    private MillraceEngine engine() {
        return Engines.of(cluster, application, Engines.quick(), counts);
    }

    private static void join(KafkaFuture<?> future) {
        future.toCompletionStage().toCompletableFuture().join();
    }
}
