package io.millrace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.processor.RecordMetadata;
import io.millrace.runtime.ErrorSettings;
import io.millrace.runtime.StuckCall;
import io.millrace.runtime.ThreadMode;
import io.millrace.runtime.TopologyHandle;
import io.millrace.runtime.TopologyListener;
import io.millrace.runtime.TopologySettings;
import io.millrace.runtime.TopologyState;
import io.millrace.support.Cluster;
import io.millrace.support.Engines;
import io.millrace.support.TopicReader;
import io.millrace.topology.Named;
import io.millrace.topology.Topology;
import io.millrace.topology.TopologyBuilder;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.serialization.Serdes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** User code that does not come back, and what becomes of the rest. */
class StuckIT {

    private static final Duration BOUND = Duration.ofMillis(300);
    private static final Duration FOUND_WITHIN = BOUND.plusSeconds(2);
    private static final Duration DRAIN = Duration.ofMillis(500);

    private final Cluster cluster = Cluster.shared();
    private final String application = Cluster.application();
    private final String in = cluster.topic("in", 2);
    private final String out = cluster.topic("out", 2);
    private final AtomicBoolean entered = new AtomicBoolean();
    private final AtomicBoolean released = new AtomicBoolean();
    private final AtomicInteger interrupts = new AtomicInteger();
    private final List<StuckCall> told = new CopyOnWriteArrayList<>();
    private final List<StuckCall> gone = new CopyOnWriteArrayList<>();

    @AfterEach
    void release() {
        released.set(true);
    }

    @ParameterizedTest
    @EnumSource(names = {"SHARED", "DEDICATED"})
    void anEndlessLoopIsFoundAndNamedAndToldWhenItIsOver(ThreadMode threads) {
        try (MillraceEngine engine =
                engine(settings(threads), CopyTopology.named("looping", in, out, this::loopOnce))) {
            engine.start();
            cluster.send(in, 1, "k", "value");
            await().untilTrue(entered);
            TopologyHandle handle = engine.topology("looping");

            await().atMost(FOUND_WITHIN).until(() -> !handle.stuck().isEmpty());

            assertThat(handle.stuck()).singleElement().satisfies(stuck -> {
                assertThat(stuck.topology()).isEqualTo("looping");
                assertThat(stuck.node()).isEqualTo("digest");
                assertThat(stuck.input()).contains(new RecordMetadata(in, 1, 0));
                assertThat(stuck.stack())
                        .anyMatch(frame -> frame.getMethodName().equals("loopOnce"));
            });
            await().until(() -> told.size() == 1);
            released.set(true);
            await().atMost(FOUND_WITHIN).until(() -> handle.stuck().isEmpty() && gone.size() == 1);
        }
    }

    @Test
    void aStopLeavesTheStuckThreadBehindAndItDoesNoHarmWhenItComesBack() {
        String otherOut = cluster.topic("other", 2);
        try (MillraceEngine engine = engine(
                        settings(ThreadMode.SHARED),
                        CopyTopology.named("looping", in, out, this::loopOnce),
                        CopyTopology.named("other", in, otherOut, value -> value));
                TopicReader reader = new TopicReader(cluster, out);
                TopicReader others = new TopicReader(cluster, otherOut)) {
            engine.start();
            cluster.send(in, 0, "k", "first");
            await().untilTrue(entered);
            TopologyHandle handle = engine.topology("looping");
            Thread stuck = stuckThread();

            await().atMost(DRAIN.plusSeconds(6)).until(() -> {
                handle.drain();
                return true;
            });

            assertThat(handle.state().isActive()).isFalse();
            assertThat(interrupts).hasValue(1);
            assertThat(stuck.isAlive()).isTrue();
            assertThat(stuck.isDaemon()).isTrue();
            assertThat(others.awaitValues(1)).containsExactly("first");
            assertThat(engine.topology("other").state()).isEqualTo(TopologyState.RUNNING);

            handle.start();
            assertThat(reader.awaitRecords(1, Duration.ofSeconds(10))).hasSize(1);
            released.set(true);
            await().until(() -> !stuck.isAlive());
            cluster.send(in, 0, "k", "second");

            assertThat(reader.awaitValues(2)).containsExactly("first", "second");
            await().until(() -> cluster.committedRecords(application, "looping") == 2);
            assertThat(reader.values()).containsExactly("first", "second");
            assertThat(handle.state()).isEqualTo(TopologyState.RUNNING);
        }
    }

    @Test
    void aTopologyThatFailsIsRestartedThoughAnotherOfItsThreadsIsStuck() {
        AtomicBoolean failed = new AtomicBoolean();
        TopologyBuilder builder = TopologyBuilder.named("looping").defaultSerdes(Serdes.String(), Serdes.String());
        builder.<String, String>stream(in)
                .stage("both", 2)
                .mapValues(
                        value -> {
                            if (value.equals("broken") && failed.compareAndSet(false, true)) {
                                throw new IllegalStateException("broken once");
                            }
                            return value.equals("loop") ? loopOnce(value) : value;
                        },
                        Named.as("digest"))
                .to(out);
        try (MillraceEngine engine = engine(settings(ThreadMode.DEDICATED), builder.build());
                TopicReader reader = new TopicReader(cluster, out)) {
            engine.start();
            cluster.send(in, 0, "k", "loop");
            await().untilTrue(entered);

            cluster.send(in, 1, "k", "broken");

            assertThat(reader.awaitRecords(2, Duration.ofSeconds(15))).hasSize(2);
            assertThat(interrupts).hasValue(1);
            Thread stuck = stuckThread();
            released.set(true);
            await().until(() -> !stuck.isAlive());
            await().until(() -> cluster.committedRecords(application, "looping") == 2);
            assertThat(reader.values()).containsExactlyInAnyOrder("loop", "broken");
        }
    }

    private String loopOnce(String value) {
        if (entered.compareAndSet(false, true)) {
            while (!released.get()) {
                if (Thread.interrupted()) {
                    interrupts.incrementAndGet();
                }
                Thread.onSpinWait();
            }
        }
        return value;
    }

    private static Thread stuckThread() {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(thread -> List.of(thread.getValue()).stream()
                        .anyMatch(frame -> frame.getMethodName().equals("loopOnce")))
                .findFirst()
                .orElseThrow()
                .getKey();
    }

    private static TopologySettings settings(ThreadMode threads) {
        return Engines.quick()
                .withThreads(threads)
                .withDrainTimeout(DRAIN)
                .withErrors(ErrorSettings.defaults().withStuckAfter(BOUND));
    }

    private MillraceEngine engine(TopologySettings settings, Topology... topologies) {
        MillraceEngine.Builder builder = MillraceEngine.builder()
                .applicationId(application)
                .kafkaProperties(cluster.engineProperties())
                .defaultSettings(settings)
                .listener(new TopologyListener() {
                    @Override
                    public void stuck(StuckCall call) {
                        told.add(call);
                    }

                    @Override
                    public void goesOn(StuckCall call) {
                        gone.add(call);
                    }
                });
        for (Topology topology : topologies) {
            builder.topology(topology);
        }
        return builder.build();
    }
}
