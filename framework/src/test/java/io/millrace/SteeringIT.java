package io.millrace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.millrace.runtime.EpochProgress;
import io.millrace.runtime.RestartPolicy;
import io.millrace.runtime.TopologyEnd;
import io.millrace.runtime.TopologyHandle;
import io.millrace.runtime.TopologyListener;
import io.millrace.runtime.TopologyState;
import io.millrace.runtime.Trigger;
import io.millrace.support.Cluster;
import io.millrace.support.Engines;
import io.millrace.support.TopicReader;
import io.millrace.topology.Topology;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What somebody has a topology do while it runs. */
class SteeringIT {

    private static final Trigger HOUR = Trigger.realTime(Duration.ofHours(1));

    private final Cluster cluster = Cluster.shared();
    private final String application = Cluster.application();
    private final String in = cluster.topic("in", 2);
    private final String out = cluster.topic("out", 2);
    private final List<TopologyState> states = new CopyOnWriteArrayList<>();
    private final AtomicBoolean broken = new AtomicBoolean();
    private final Topology copy = CopyTopology.named("copy", in, out, value -> {
        if (broken.get()) {
            throw new IllegalStateException("broken");
        }
        return value;
    });

    @ParameterizedTest
    @ValueSource(strings = {"real-time 1h", "processing-time 100ms", "available-now", "once"})
    void aPausedTopologyReadsNothingAndKeepsItsPartitionsUntilItIsResumed(String trigger) {
        try (MillraceEngine engine = engine(Trigger.parse(trigger));
                TopicReader reader = new TopicReader(cluster, out)) {
            TopologyHandle handle = engine.topology("copy");
            send(5);
            handle.pause();
            engine.start();
            await().until(() -> handle.assignment().size() == 2 && handle.hasRestored());
            await().untilAsserted(() ->
                    assertThat(handle.metrics().input().recordsBehind()).isEqualTo(5));

            assertThat(handle.isPaused()).isTrue();
            assertThat(handle.state()).isEqualTo(TopologyState.RUNNING);
            assertThat(reader.values()).isEmpty();

            handle.resume();

            reader.awaitRecords(5);
            assertThat(handle.isPaused()).isFalse();
        }
    }

    @Test
    void whatComesWhileItIsPausedCountsAsBehind() {
        try (MillraceEngine engine = engine(HOUR);
                TopicReader reader = new TopicReader(cluster, out)) {
            engine.start();
            TopologyHandle handle = engine.topology("copy");
            send(3);
            reader.awaitRecords(3);
            handle.pause();

            send(7);

            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() ->
                            assertThat(handle.metrics().input().recordsBehind()).isEqualTo(7));
            assertThat(reader.values()).hasSize(3);
        }
    }

    @Test
    void aPauseLastsOverAFailureAndARestart() {
        try (MillraceEngine engine = engine(HOUR);
                TopicReader reader = new TopicReader(cluster, out)) {
            engine.start();
            TopologyHandle handle = engine.topology("copy");
            broken.set(true);
            send(1);
            await().until(() -> handle.failure().isPresent());
            handle.pause();
            broken.set(false);
            await().until(() -> handle.state() == TopologyState.RUNNING
                    && handle.assignment().size() == 2);

            handle.restart();
            await().until(() -> handle.assignment().size() == 2);
            await().untilAsserted(() ->
                    assertThat(handle.metrics().input().recordsBehind()).isEqualTo(1));

            assertThat(reader.values()).isEmpty();
            handle.resume();
            reader.awaitRecords(1);
        }
    }

    @Test
    void aPausedPartitionMovesToAnotherInstanceAndFlowsThere() {
        try (MillraceEngine first = engine(HOUR);
                MillraceEngine second = engine(HOUR);
                TopicReader reader = new TopicReader(cluster, out)) {
            first.start();
            await().until(() -> first.topology("copy").assignment().size() == 2);
            send(4);
            reader.awaitRecords(4);
            first.topology("copy").pause();

            second.start();
            await().until(() -> second.topology("copy").assignment().size() == 1
                    && first.topology("copy").assignment().size() == 1);
            send(10);

            reader.awaitRecords(9);
            assertThat(reader.values()).as("the other five wait").hasSize(9);
            first.topology("copy").resume();
            reader.awaitRecords(14);
        }
    }

    @Test
    void aCheckpointMakesDurableWhatWasRead() {
        try (MillraceEngine engine = engine(HOUR);
                TopicReader reader = new TopicReader(cluster, out)) {
            engine.start();
            send(6);
            reader.awaitRecords(6);

            EpochProgress progress = engine.topology("copy").checkpoint();

            assertThat(progress.recordsIn()).isEqualTo(6);
            assertThat(progress.positions().values().stream()
                            .mapToLong(Long::longValue)
                            .sum())
                    .isEqualTo(6);
        }
    }

    @Test
    void aCheckpointIsRefusedWhereItsEpochIsNotToEndOrNothingRuns() {
        try (MillraceEngine engine = engine(Trigger.once())) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> engine.topology("copy").checkpoint())
                    .withMessageContaining("its trigger is once");
        }
        try (MillraceEngine engine = engine(HOUR)) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> engine.topology("copy").checkpoint())
                    .withMessageContaining("it is CREATED");
        }
    }

    @Test
    void aRestartGoesOnAtTheCheckpointAndIsNoEnd() throws InterruptedException {
        try (MillraceEngine engine = engine(HOUR);
                TopicReader reader = new TopicReader(cluster, out)) {
            engine.start();
            TopologyHandle handle = engine.topology("copy");
            send(6);
            reader.awaitRecords(6);

            handle.restart();
            send(4);
            reader.awaitRecords(10);

            assertThat(reader.values()).as("nothing comes again").hasSize(10);
            assertThat(handle.failure()).isEmpty();
            assertThat(handle.awaitEnd(Duration.ofMillis(1))).isEmpty();
            await().untilAsserted(() -> assertThat(states)
                    .containsExactly(
                            TopologyState.STARTING,
                            TopologyState.RUNNING,
                            TopologyState.DRAINING,
                            TopologyState.STARTING,
                            TopologyState.RUNNING));
        }
    }

    @Test
    void aRestartBringsATopologyBackThatHasFailedForGood() {
        try (MillraceEngine engine = engine(HOUR, new RestartPolicy(0, Duration.ofMillis(1), Duration.ofMillis(1)));
                TopicReader reader = new TopicReader(cluster, out)) {
            engine.start();
            TopologyHandle handle = engine.topology("copy");
            broken.set(true);
            send(1);
            await().until(() -> handle.state() == TopologyState.FAILED);
            broken.set(false);

            handle.restart();

            reader.awaitRecords(1);
            assertThat(handle.state()).isEqualTo(TopologyState.RUNNING);
            assertThat(handle.end()).isEmpty();
        }
    }

    @Test
    void whoRestartAtTheSameTimeGetOneRestart() {
        try (MillraceEngine engine = engine(HOUR)) {
            engine.start();
            TopologyHandle handle = engine.topology("copy");

            CompletableFuture<?>[] callers = IntStream.range(0, 4)
                    .mapToObj(caller -> CompletableFuture.runAsync(handle::restart, work -> new Thread(work).start()))
                    .toArray(CompletableFuture[]::new);
            CompletableFuture.allOf(callers).join();

            assertThat(handle.state()).isEqualTo(TopologyState.RUNNING);
        }
    }

    @Test
    void aStopGoesBeforeARestartThatIsUnderWay() throws InterruptedException {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch letGo = new CountDownLatch(1);
        Topology slow = CopyTopology.named("copy", in, out, value -> {
            inside.countDown();
            try {
                letGo.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return value;
        });
        try (MillraceEngine engine = engine(HOUR, RestartPolicy.defaults(), slow)) {
            engine.start();
            TopologyHandle handle = engine.topology("copy");
            send(1);
            inside.await();
            CompletableFuture<Throwable> restart = CompletableFuture.supplyAsync(
                    () -> catchThrowable(handle::restart), work -> new Thread(work).start());
            await().until(() -> handle.state() == TopologyState.DRAINING);
            CompletableFuture<Void> stop = CompletableFuture.runAsync(handle::drain, work -> new Thread(work).start());
            await().until(() -> !stop.isDone());

            letGo.countDown();
            stop.join();

            assertThat(restart.join())
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("was stopped while it was restarted");
            assertThat(handle.state()).isEqualTo(TopologyState.STOPPED);
            assertThat(handle.end()).contains(TopologyEnd.STOPPED);
        }
    }

    @Test
    void aClosedTopologyRefusesAll() {
        MillraceEngine engine = engine(HOUR);
        engine.close();
        TopologyHandle handle = engine.topology("copy");

        assertThatIllegalStateException().isThrownBy(handle::pause).withMessageContaining("is closed");
        assertThatIllegalStateException().isThrownBy(handle::resume).withMessageContaining("is closed");
        assertThatIllegalStateException().isThrownBy(handle::checkpoint).withMessageContaining("it is CLOSED");
        assertThatIllegalStateException().isThrownBy(handle::restart).withMessageContaining("it is CLOSED");
    }

    private void send(int count) {
        for (int number = 0; number < count; number++) {
            cluster.producer().send(new ProducerRecord<>(in, number % 2, "key", "v"));
        }
        cluster.producer().flush();
    }

    private MillraceEngine engine(Trigger trigger) {
        return engine(trigger, RestartPolicy.defaults(), copy);
    }

    private MillraceEngine engine(Trigger trigger, RestartPolicy restart) {
        return engine(trigger, restart, copy);
    }

    private MillraceEngine engine(Trigger trigger, RestartPolicy restart, Topology topology) {
        return MillraceEngine.builder()
                .applicationId(application)
                .kafkaProperties(cluster.engineProperties())
                .defaultSettings(Engines.quick().withTrigger(trigger).withRestart(restart))
                .topology(topology)
                .listener(new TopologyListener() {
                    @Override
                    public void stateChanged(String name, TopologyState from, TopologyState to) {
                        states.add(to);
                    }
                })
                .build();
    }
}
