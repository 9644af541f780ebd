package io.millrace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.millrace.errors.InvalidSettingsException;
import io.millrace.errors.KafkaClientException;
import io.millrace.errors.NotEnoughSlotsException;
import io.millrace.errors.OutputFailedException;
import io.millrace.errors.WorkerFailedException;
import io.millrace.runtime.RestartPolicy;
import io.millrace.runtime.ThreadMode;
import io.millrace.runtime.TopologyHandle;
import io.millrace.runtime.TopologySettings;
import io.millrace.runtime.TopologyState;
import io.millrace.runtime.Trigger;
import io.millrace.support.Cluster;
import io.millrace.support.Engines;
import io.millrace.support.OwnBroker;
import io.millrace.support.TopicReader;
import io.millrace.topology.Topology;
import io.millrace.topology.TopologyBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.common.serialization.Serdes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LifeCycleIT {

    private final Cluster cluster = Cluster.shared();
    private final String application = Cluster.application();
    private final String in = cluster.topic("in", 2);
    private final String out = cluster.topic("out", 2);

    @Test
    void aFailedTopologyCanBeStartedAgainOnceTheCauseIsMended() {
        AtomicBoolean broken = new AtomicBoolean(true);
        Topology topology = CopyTopology.named("mended", in, out, value -> {
            if (broken.get()) {
                throw new IllegalStateException("broken");
            }
            return value;
        });
        TopologySettings noRestart = Engines.quick().withRestart(new RestartPolicy(0, Duration.ZERO, Duration.ZERO));
        try (MillraceEngine engine = Engines.of(cluster, application, noRestart, topology);
                TopicReader reader = new TopicReader(cluster, out)) {
            engine.start();
            cluster.send(in, 0, "k", "value");
            TopologyHandle handle = engine.topology("mended");
            await().until(() -> handle.state() == TopologyState.FAILED);
            broken.set(false);

            handle.start();

            assertThat(reader.awaitValues(1)).containsExactly("value");
            assertThat(handle.failure()).isEmpty();
        }
    }

    @Test
    void aTopologyThatWaitsForItsRestartCanBeStopped() {
        Topology topology = CopyTopology.named("waiting", in, out, value -> {
            throw new IllegalStateException("broken");
        });
        TopologySettings longPause =
                Engines.quick().withRestart(new RestartPolicy(3, Duration.ofMinutes(5), Duration.ofMinutes(5)));
        try (MillraceEngine engine = Engines.of(cluster, application, longPause, topology)) {
            engine.start();
            cluster.send(in, 0, "k", "value");
            await().until(() -> engine.topology("waiting").state() == TopologyState.RESTARTING);

            engine.drain();

            assertThat(engine.topology("waiting").state()).isEqualTo(TopologyState.STOPPED);
        }
    }

    @Test
    void aSecondDrainWaitsForTheFirst() throws InterruptedException {
        CountDownLatch release = new CountDownLatch(1);
        AtomicBoolean entered = new AtomicBoolean();
        Topology topology = CopyTopology.named("drained", in, out, value -> {
            entered.set(true);
            awaitUninterruptibly(release);
            return value;
        });
        try (MillraceEngine engine = Engines.of(cluster, application, Engines.quick(), topology);
                TopicReader reader = new TopicReader(cluster, out)) {
            engine.start();
            TopologyHandle handle = engine.topology("drained");
            cluster.send(in, 0, "k", "value");
            await().untilTrue(entered);
            Thread first = new Thread(handle::drain);
            first.start();
            await().until(() -> handle.state() == TopologyState.DRAINING);
            Thread second = new Thread(handle::drain);
            second.start();
            await().until(() -> second.getState() == Thread.State.TIMED_WAITING);

            release.countDown();
            second.join();

            assertThat(handle.state()).isEqualTo(TopologyState.STOPPED);
            first.join();
            assertThat(cluster.committedRecords(application, "drained"))
                    .isEqualTo(reader.values().size());
        }
    }

    @Test
    void userCodeThatCannotBeInterruptedDoesNotComeBackToLifeBesideItsSuccessor() {
        CountDownLatch release = new CountDownLatch(1);
        AtomicBoolean stuck = new AtomicBoolean();
        Topology topology = CopyTopology.named("stubborn", in, out, value -> {
            if (stuck.compareAndSet(false, true)) {
                awaitUninterruptibly(release);
            }
            return value;
        });
        TopologySettings settings =
                Engines.quick().withThreads(ThreadMode.SHARED).withDrainTimeout(Duration.ofMillis(100));
        try (MillraceEngine engine = Engines.of(cluster, application, settings, topology);
                TopicReader reader = new TopicReader(cluster, out)) {
            engine.start();
            cluster.send(in, 0, "k", "value");
            TopologyHandle handle = engine.topology("stubborn");
            await().untilTrue(stuck);
            handle.drain();
            assertThat(handle.state()).isEqualTo(TopologyState.FAILED);
            assertThat(handle.failure().orElseThrow()).hasMessageContaining("stuck in thread 'millrace-stubborn'");

            handle.start();
            release.countDown();

            assertThat(reader.awaitValues(1)).contains("value");
            await().until(() -> handle.lastProgress().isPresent());
            assertThat(handle.state()).isEqualTo(TopologyState.RUNNING);
        }
    }

    @Test
    void userCodeThatCannotBeMadeIsNamed() {
        TopologyBuilder builder = TopologyBuilder.named("unmade").defaultSerdes(Serdes.String(), Serdes.String());
        builder.<String, String>stream(in).<String, String>process(() -> {
            throw new IllegalStateException("no database");
        });
        try (MillraceEngine engine = Engines.of(cluster, application, Engines.quick(), builder.build())) {
            assertThatThrownBy(engine::start)
                    .isInstanceOf(WorkerFailedException.class)
                    .hasMessageContaining("'unmade'")
                    .hasMessageContaining("init of 'process-1'");
        }
    }

    @Test
    void settingsThatKafkaRefusesAreToldInItsWords() {
        Map<String, Object> wrong = cluster.properties();
        wrong.put("max.poll.records", "many");
        try (MillraceEngine engine = MillraceEngine.builder()
                .applicationId(application)
                .kafkaProperties(wrong)
                .topology(CopyTopology.named("wrong", in, out, value -> value))
                .build()) {
            assertThatThrownBy(engine::start)
                    .isInstanceOf(KafkaClientException.class)
                    .hasMessageContaining("'wrong'")
                    .hasMessageContaining("max.poll.records");
        }
    }

    @Test
    void tooFewSlotsAreRefusedWithTheWholeSum() {
        MillraceEngine.Builder builder = MillraceEngine.builder()
                .applicationId(application)
                .kafkaProperties(cluster.properties())
                .taskSlots(3)
                .topology(CopyTopology.named("one", in, out, value -> value))
                .topology(CopyTopology.named("two", in, out, value -> value));

        assertThatThrownBy(builder::build)
                .isInstanceOf(NotEnoughSlotsException.class)
                .hasMessageContaining(
                        "Topologies 'one', 'two' need 4 slots (one: source 1 + %s 1; two: source 1 + %s 1), 3 are configured."
                                .formatted(in, in));
    }

    @Test
    void allWrongSettingsAreToldAtOnce() {
        MillraceEngine.Builder builder = MillraceEngine.builder()
                .applicationId(application)
                .kafkaProperties(cluster.properties())
                .topology(CopyTopology.named("copy", in, out, value -> value))
                .settings("copi", Engines.quick())
                .settings("copy", Engines.quick().withParallelism("no-such-stage", 2));

        assertThatThrownBy(builder::build)
                .isInstanceOf(InvalidSettingsException.class)
                .hasMessageContaining("no topology 'copi'. Did you mean 'copy'?")
                .hasMessageContaining("no stage 'no-such-stage'");
    }

    @Test
    void thePlanIsExplained() {
        TopologyBuilder builder = TopologyBuilder.named("told").defaultSerdes(Serdes.String(), Serdes.String());
        builder.stream(in).stage("score", 2).to(out);
        try (MillraceEngine engine =
                Engines.of(cluster, application, Engines.quick().withThreads(ThreadMode.DEDICATED), builder.build())) {
            assertThat(engine.topology("told").explain())
                    .contains("trigger real-time 200ms, delivery at-least-once")
                    .contains("4 slots: source 1 + " + in + " 1 + score 2")
                    .contains("stage 'score': 2 workers on threads of their own");
        }
    }

    @Test
    void anOutageThatOutlastsTheProducersPatienceIsSurvived(@TempDir Path data) {
        try (OwnBroker broker = OwnBroker.in(data)) {
            Cluster fragile = broker.cluster();
            String source = fragile.topic("in", 2);
            String target = fragile.topic("out", 2);
            Map<String, Object> impatient = fragile.engineProperties();
            impatient.put("delivery.timeout.ms", 1_500);
            impatient.put("request.timeout.ms", 1_000);
            CountDownLatch brokerIsGone = new CountDownLatch(1);
            AtomicBoolean held = new AtomicBoolean();
            Topology topology = CopyTopology.named("patient", source, target, value -> {
                if (value.equals("5") && held.compareAndSet(false, true)) {
                    awaitUninterruptibly(brokerIsGone);
                }
                return value;
            });
            try (MillraceEngine engine = MillraceEngine.builder()
                    .applicationId(application)
                    .kafkaProperties(impatient)
                    .defaultSettings(TopologySettings.defaults()
                            .withTrigger(Trigger.realTime(Duration.ofMillis(200)))
                            .withStartTimeout(Duration.ofSeconds(2))
                            .withRestart(new RestartPolicy(0, Duration.ofMillis(100), Duration.ofMillis(500))))
                    .topology(topology)
                    .build()) {
                engine.start();
                fragile.sendNumbers(source, 2, 0, 10);
                await().untilTrue(held);
                broker.stop();
                brokerIsGone.countDown();
                TopologyHandle handle = engine.topology("patient");
                await().atMost(Duration.ofSeconds(30)).until(() -> handle.failure()
                        .filter(OutputFailedException.class::isInstance)
                        .isPresent());
                assertThat(handle.failure().orElseThrow()).hasMessageContaining("record of topic '" + source + "'");
                broker.startAgain();

                try (TopicReader reader = new TopicReader(fragile, target)) {
                    await().atMost(Duration.ofSeconds(60))
                            .until(() -> reader.values().stream().distinct().count() == 10);
                }
                await().atMost(Duration.ofSeconds(30)).until(() -> handle.state() == TopologyState.RUNNING);
            }
        }
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        boolean interrupted = false;
        while (latch.getCount() > 0) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
