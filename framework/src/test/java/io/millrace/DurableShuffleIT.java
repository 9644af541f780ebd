package io.millrace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.millrace.errors.UnusableRepartitionTopicException;
import io.millrace.runtime.RestartPolicy;
import io.millrace.runtime.TopologySettings;
import io.millrace.runtime.TopologyState;
import io.millrace.runtime.Trigger;
import io.millrace.support.Cluster;
import io.millrace.support.Engines;
import io.millrace.support.TopicReader;
import io.millrace.topology.Topology;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** Records go to the partitions of their new keys, through topics that the topology makes, and are counted there once each. */
class DurableShuffleIT {

    private static final int PARTITIONS = 3;
    private static final TopologySettings ONE_EPOCH =
            Engines.quick().withTrigger(Trigger.realTime(Duration.ofMinutes(10)));

    private final Cluster cluster = Cluster.shared();
    private final String application = Cluster.application();
    private final String in = cluster.topic("in", PARTITIONS);
    private final String out = cluster.topic("out", 1);
    private final String byValue = ShuffleTopology.topic(application, "by-value");
    private int sent;

    @Test
    void recordsAreCountedBehindTwoShuffles() {
        try (MillraceEngine engine = engine(Engines.quick())) {
            engine.start();
            send(100);

            awaitCount(100);
        }
    }

    @Test
    void countsGoOnAfterARestart() {
        for (int run = 1; run <= 3; run++) {
            try (MillraceEngine engine = engine(Engines.quick())) {
                engine.start();
                send(50);
                awaitCount(sent);
            }
        }
    }

    @Test
    void whatIsSentAgainAfterACrashInMidEpochIsNotCountedAgain() {
        AtomicBoolean crash = new AtomicBoolean();
        Topology topology = ShuffleTopology.between(in, out, () -> {
            if (crash.getAndSet(false)) {
                throw new IllegalStateException("A crash for the test");
            }
        });
        try (MillraceEngine engine = Engines.of(cluster, application, ONE_EPOCH, topology)) {
            engine.start();
            send(100);
            awaitCount(100);

            crash.set(true);
            send(1);

            awaitCount(101);
            await("replays were written").until(() -> records(byValue) >= 2L * sent);
            send(50);
            awaitCount(sent);
        }
        try (MillraceEngine engine = engine(Engines.quick())) {
            engine.start();
            send(50);
            awaitCount(sent);
        }
    }

    @Test
    void replaysOfAnotherNumberOfWorkersAreRecognised() {
        for (int workers : List.of(2, 4, 1)) {
            AtomicBoolean crash = new AtomicBoolean();
            Topology topology = ShuffleTopology.between(in, out, () -> {
                if (crash.get()) {
                    throw new IllegalStateException("A crash for the test");
                }
            });
            TopologySettings settings = ONE_EPOCH
                    .withParallelism("by-value", workers)
                    .withRestart(new RestartPolicy(1, Duration.ofMillis(1), Duration.ofMillis(1)));
            try (MillraceEngine engine = Engines.of(cluster, application, settings, topology)) {
                engine.start();
                send(100);
                awaitCount(sent);
                crash.set(true);
                send(1);
                await().until(() -> engine.topology(ShuffleTopology.NAME).state() == TopologyState.FAILED);
            }
        }
        try (MillraceEngine engine = engine(Engines.quick())) {
            engine.start();

            awaitCount(sent);
        }
    }

    @Test
    void countsAreExactWhileInstancesComeAndGo() {
        try (MillraceEngine first = engine(Engines.quick())) {
            first.start();
            send(100);
            awaitCount(sent);
            for (int round = 0; round < 2; round++) {
                try (MillraceEngine second = engine(Engines.quick())) {
                    second.start();
                    await().atMost(Duration.ofSeconds(30)).until(() -> !second.topology(ShuffleTopology.NAME)
                            .assignment()
                            .isEmpty());
                    send(100);
                    awaitCount(sent);
                }
                send(100);
                awaitCount(sent);
            }
        }
    }

    @Test
    void whatIsProcessedIsDeletedFromTheTopic() {
        try (MillraceEngine engine = engine(Engines.quick())) {
            engine.start();
            send(100);
            awaitCount(sent);

            await().atMost(Duration.ofSeconds(30)).until(() -> offsets(byValue, OffsetSpec.earliest()) > 0);
        }
    }

    @Test
    void aTopicThatWasMadeAgainIsNotTakenForReplays() {
        try (MillraceEngine engine = engine(Engines.quick())) {
            engine.start();
            send(100);
            awaitCount(sent);
        }
        join(cluster.admin().deleteTopics(List.of(in)).all());
        await().until(() -> !join(cluster.admin().listTopics().names()).contains(in));
        cluster.createTopic(in, PARTITIONS);

        try (MillraceEngine engine = engine(Engines.quick())) {
            engine.start();
            send(50); // at offsets at which other records were before

            awaitCount(sent);
        }
    }

    @Test
    void aTopicThatIsCompactedIsRefused() {
        NewTopic byHand = new NewTopic(byValue, PARTITIONS, (short) 1).configs(Map.of("cleanup.policy", "compact"));
        join(cluster.admin().createTopics(List.of(byHand)).all());

        try (MillraceEngine engine = engine(Engines.quick())) {
            assertThatExceptionOfType(UnusableRepartitionTopicException.class)
                    .isThrownBy(engine::start)
                    .withMessageContaining("'" + byValue + "'")
                    .withMessageContaining("its 'cleanup.policy' is 'compact'");
        }
    }

    private MillraceEngine engine(TopologySettings settings) {
        return Engines.of(cluster, application, settings, ShuffleTopology.between(in, out));
    }

    private void send(int count) {
        cluster.sendNumbers(in, PARTITIONS, sent, count);
        sent += count;
    }

    /** Waits until so many records were counted, and makes sure that there are no more. */
    private void awaitCount(int count) {
        try (TopicReader reader = new TopicReader(cluster, out)) {
            await().atMost(Duration.ofSeconds(30)).until(() -> largest(reader) >= count);
            assertThat(largest(reader)).isEqualTo(count);
        }
    }

    private static int largest(TopicReader reader) {
        return reader.values().stream().mapToInt(Integer::parseInt).max().orElse(0);
    }

    /** Returns how many records {@code topic} has had. */
    private long records(String topic) {
        return offsets(topic, OffsetSpec.latest());
    }

    private long offsets(String topic, OffsetSpec spec) {
        Map<TopicPartition, OffsetSpec> partitions = IntStream.range(0, PARTITIONS)
                .boxed()
                .collect(Collectors.toMap(number -> new TopicPartition(topic, number), number -> spec));
        return join(cluster.admin().listOffsets(partitions).all()).values().stream()
                .mapToLong(ListOffsetsResultInfo::offset)
                .sum();
    }

    private static <T> T join(KafkaFuture<T> future) {
        return future.toCompletionStage().toCompletableFuture().join();
    }
}
