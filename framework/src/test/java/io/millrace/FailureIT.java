package io.millrace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.millrace.errors.BrokerUnavailableException;
import io.millrace.errors.InputLostException;
import io.millrace.errors.MissingTopicException;
import io.millrace.errors.OutputTooLargeException;
import io.millrace.errors.RecordFailedException;
import io.millrace.runtime.ThreadMode;
import io.millrace.runtime.TopologyHandle;
import io.millrace.runtime.TopologySettings;
import io.millrace.runtime.TopologyState;
import io.millrace.support.Cluster;
import io.millrace.support.Engines;
import io.millrace.support.TopicReader;
import io.millrace.topology.Consumed;
import io.millrace.topology.Produced;
import io.millrace.topology.Topology;
import io.millrace.topology.TopologyBuilder;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Serdes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FailureIT {

    private static final String SECRET = "very-secret-content";

    private final Cluster cluster = Cluster.shared();
    private final String application = Cluster.application();
    private final String in = cluster.topic("in", 2);
    private final String out = cluster.topic("out", 2);

    @ParameterizedTest
    @EnumSource(names = {"SHARED", "DEDICATED"})
    void aRecordThatAlwaysThrowsFailsItsTopologyAfterAllAttemptsAndLeavesTheOthersRunning(ThreadMode threads) {
        AtomicInteger attempts = new AtomicInteger();
        Topology failing = topology("failing", value -> {
            if (value.equals(SECRET)) {
                attempts.incrementAndGet();
                throw new IllegalArgumentException("cannot digest " + value);
            }
            return value;
        });
        String otherIn = cluster.topic("other-in", 1);
        String otherOut = cluster.topic("other-out", 1);
        TopologyBuilder other = TopologyBuilder.named("other").defaultSerdes(Serdes.String(), Serdes.String());
        other.stream(otherIn).to(otherOut);
        TopologySettings settings = Engines.quick().withThreads(threads);
        try (MillraceEngine engine = Engines.of(cluster, application, settings, failing, other.build());
                TopicReader reader = new TopicReader(cluster, out);
                TopicReader otherReader = new TopicReader(cluster, otherOut)) {
            engine.start();
            cluster.send(in, 0, "a", "fine");
            reader.awaitRecords(1);
            cluster.send(in, 0, "a", SECRET);
            TopologyHandle handle = engine.topology("failing");

            await().atMost(Duration.ofSeconds(30)).until(() -> handle.state() == TopologyState.FAILED);

            assertThat(attempts).hasValue(4);
            assertThat(handle.failure()).containsInstanceOf(RecordFailedException.class);
            assertThat(handle.failure().orElseThrow())
                    .hasMessageContaining("'failing'")
                    .hasMessageContaining("stage '" + in + "'")
                    .hasMessageContaining("at 'digest'")
                    .hasMessageContaining("topic '" + in + "', partition 0, offset 1")
                    .hasMessageNotContaining(SECRET);
            cluster.send(otherIn, 0, "b", "still here");
            assertThat(otherReader.awaitValues(1)).containsExactly("still here");
            assertThat(engine.topology("other").state()).isEqualTo(TopologyState.RUNNING);
        }
    }

    @Test
    void aFailureThatPassesIsFollowedByARestartThatLosesNothing() {
        AtomicInteger left = new AtomicInteger(2);
        Topology flaky = topology("flaky", value -> {
            if (value.equals("500") && left.getAndDecrement() > 0) {
                throw new IllegalStateException("not yet");
            }
            return value;
        });
        try (MillraceEngine engine = Engines.of(cluster, application, Engines.quick(), flaky);
                TopicReader reader = new TopicReader(cluster, out)) {
            engine.start();
            cluster.sendNumbers(in, 2, 0, 1_000);

            await().atMost(Duration.ofSeconds(30))
                    .until(() -> reader.values().stream().distinct().count() == 1_000);

            assertThat(engine.topology("flaky").state()).isEqualTo(TopologyState.RUNNING);
        }
    }

    @Test
    void anErrorFailsTheTopologyLikeAnException() {
        Topology deep = topology("deep", FailureIT::overflow);
        try (MillraceEngine engine = Engines.of(cluster, application, Engines.quick(), deep)) {
            engine.start();
            cluster.send(in, 0, "a", "x");

            await().atMost(Duration.ofSeconds(30))
                    .until(() -> engine.topology("deep").state() == TopologyState.FAILED);

            assertThat(engine.topology("deep").failure().orElseThrow())
                    .isInstanceOf(RecordFailedException.class)
                    .hasCauseInstanceOf(StackOverflowError.class);
        }
    }

    @Test
    void poisonBytesFailTheTopologyWithTheirPlaceAndWithoutTheirContent() {
        TopologyBuilder builder = TopologyBuilder.named("poisoned");
        builder.stream(in, Consumed.with(Serdes.String(), Serdes.Integer()).withName("integers"))
                .to(out, Produced.with(Serdes.String(), Serdes.Integer()));
        try (MillraceEngine engine = Engines.of(cluster, application, Engines.quick(), builder.build())) {
            engine.start();
            cluster.send(in, 1, "a", SECRET);

            await().atMost(Duration.ofSeconds(30))
                    .until(() -> engine.topology("poisoned").state() == TopologyState.FAILED);

            assertThat(engine.topology("poisoned").failure().orElseThrow())
                    .hasMessageContaining("at 'integers'")
                    .hasMessageContaining("partition 1, offset 0")
                    .hasMessageNotContaining(SECRET);
        }
    }

    @Test
    void anOutputThatIsTooLargeFailsItsRecordAndItsEpochIsNotCommitted() {
        String small = cluster.topic("small", 1);
        Topology growing = CopyTopology.named("growing", in, small, value -> "x".repeat(2_000_000));
        try (MillraceEngine engine = Engines.of(cluster, application, Engines.quick(), growing)) {
            engine.start();
            cluster.send(in, 0, "a", "x");

            await().atMost(Duration.ofSeconds(30))
                    .until(() -> engine.topology("growing").state() == TopologyState.FAILED);

            assertThat(engine.topology("growing").failure().orElseThrow())
                    .isInstanceOf(RecordFailedException.class)
                    .hasMessageContaining("topic '" + in + "', partition 0, offset 0")
                    .hasCauseInstanceOf(OutputTooLargeException.class);
            assertThat(cluster.committed(application, "growing"))
                    .hasEntrySatisfying(new TopicPartition(in, 0), offset -> assertThat(offset.offset())
                            .isZero());
        }
    }

    @Test
    void missingTopicsRefuseTheStartAndAreAllNamed() {
        Topology topology = CopyTopology.named("lost", "no-such-input", "no-such-output", value -> value);
        try (MillraceEngine engine = Engines.of(cluster, application, Engines.quick(), topology)) {
            assertThatThrownBy(engine::start)
                    .isInstanceOf(MissingTopicException.class)
                    .hasMessageContaining("'no-such-input', 'no-such-output'");
            assertThat(engine.topology("lost").state()).isEqualTo(TopologyState.FAILED);
        }
    }

    @Test
    void aChosenTopicThatDoesNotExistFailsTheTopologyByName() {
        String application = Cluster.application();
        TopologyBuilder builder = TopologyBuilder.named("choosing").defaultSerdes(Serdes.String(), Serdes.String());
        builder.stream(in).to((key, value, metadata) -> "no/such topic");
        try (MillraceEngine engine = Engines.of(cluster, application, Engines.quick(), builder.build())) {
            engine.start();
            cluster.send(in, 0, "a", "x");

            await().atMost(Duration.ofSeconds(30))
                    .until(() -> engine.topology("choosing").state() == TopologyState.FAILED);

            assertThat(engine.topology("choosing").failure().orElseThrow()).hasMessageContaining("'no/such topic'");
        }
    }

    @Test
    void withoutABrokerTheStartFailsInTime() throws IOException {
        Map<String, Object> nobody = new HashMap<>(Map.of("bootstrap.servers", "127.0.0.1:" + freePort()));
        try (MillraceEngine engine = MillraceEngine.builder()
                .applicationId(application)
                .kafkaProperties(nobody)
                .defaultSettings(Engines.quick().withStartTimeout(Duration.ofSeconds(1)))
                .topology(topology("alone", value -> value))
                .build()) {
            assertThatThrownBy(engine::start)
                    .isInstanceOf(BrokerUnavailableException.class)
                    .hasMessageContaining("'alone'")
                    .hasMessageContaining("1000 ms");
        }
    }

    @Test
    void recordsThatWereDeletedBeforeTheyWereReadFailTheTopologyInsteadOfBeingSkipped() throws Exception {
        Topology copy = topology("late", value -> value);
        try (MillraceEngine engine = Engines.of(cluster, application, Engines.quick(), copy);
                TopicReader reader = new TopicReader(cluster, out)) {
            engine.start();
            cluster.sendNumbers(in, 2, 0, 10);
            reader.awaitRecords(10);
            engine.drain();
            cluster.sendNumbers(in, 2, 10, 10);
            cluster.admin()
                    .deleteRecords(Map.of(new TopicPartition(in, 0), RecordsToDelete.beforeOffset(8)))
                    .all()
                    .get();

            engine.start();

            await().atMost(Duration.ofSeconds(30))
                    .until(() -> engine.topology("late").state() == TopologyState.FAILED);
            assertThat(engine.topology("late").failure().orElseThrow())
                    .isInstanceOf(InputLostException.class)
                    .hasMessageContaining(in + "-0");
        }
    }

    @Test
    void userCodeThatIsStuckDoesNotKeepTheServiceFromStopping() {
        CountDownLatch never = new CountDownLatch(1);
        Topology stuck = topology("stuck", value -> {
            try {
                never.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return value;
        });
        TopologySettings settings = Engines.quick().withDrainTimeout(Duration.ofMillis(300));
        MillraceEngine engine = Engines.of(cluster, application, settings.withThreads(ThreadMode.DEDICATED), stuck);
        engine.start();
        cluster.send(in, 0, "a", "x");
        await().until(() -> !engine.topology("stuck").assignment().isEmpty());

        engine.close();

        assertThat(engine.topology("stuck").state()).isEqualTo(TopologyState.CLOSED);
        assertThat(List.copyOf(Thread.getAllStackTraces().keySet()))
                .noneMatch(thread -> thread.getName().startsWith("millrace-stuck"));
    }

    private Topology topology(String name, java.util.function.UnaryOperator<String> digest) {
        return CopyTopology.named(name, in, out, digest);
    }

    private static String overflow(String value) {
        return value.isEmpty() ? value : overflow(value + value.charAt(0));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
