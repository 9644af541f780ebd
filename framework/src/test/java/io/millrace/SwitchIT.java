package io.millrace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import io.millrace.processor.SourcePartition;
import io.millrace.runtime.Delivery;
import io.millrace.runtime.EpochProgress;
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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Triggers that take over from each other, on one checkpoint. */
class SwitchIT {

    private static final int PARTITIONS = 4;
    private static final int KEYS = 20;
    private static final Trigger REAL_TIME = Trigger.realTime(Duration.ofMillis(200));
    private static final Trigger MICRO_BATCH = Trigger.processingTime(Duration.ofMillis(150));

    private final Cluster cluster = Cluster.shared();
    private final String application = Cluster.application();
    private final String in = cluster.topic("in", PARTITIONS);
    private final String out = cluster.topic("out", PARTITIONS);
    private final List<Set<SourcePartition>> assignments = new CopyOnWriteArrayList<>();
    private final List<TopologyState> states = new CopyOnWriteArrayList<>();
    private final AtomicInteger sent = new AtomicInteger();

    @ParameterizedTest
    @EnumSource(Delivery.class)
    void switchingTenTimesUnderLoadLosesAndDoublesNothingAndKeepsTheState(Delivery delivery)
            throws InterruptedException {
        try (MillraceEngine engine = engine(REAL_TIME, delivery, CountTopology.named("counts", in, out));
                TopicReader reader = new TopicReader(cluster, out)) {
            engine.start();
            TopologyHandle handle = engine.topology("counts");
            ScheduledExecutorService load = Executors.newSingleThreadScheduledExecutor();
            try {
                load.scheduleAtFixedRate(() -> send(20), 0, 10, TimeUnit.MILLISECONDS);
                for (int change = 0; change < 10; change++) {
                    awaitOutputs(reader, 300);
                    handle.switchTrigger(change % 2 == 0 ? MICRO_BATCH : REAL_TIME);
                    assertThat(handle.settings().trigger()).isEqualTo(change % 2 == 0 ? MICRO_BATCH : REAL_TIME);
                }
            } finally {
                load.shutdown();
                assertThat(load.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
            }
            reader.awaitRecords(sent.get());
            handle.drain();

            assertEachCountOnce(reader);
            assertThat(assignments.stream().filter(partitions -> !partitions.isEmpty()))
                    .as("rebalances")
                    .hasSize(1);
            assertThat(states)
                    .containsExactly(
                            TopologyState.STARTING,
                            TopologyState.RUNNING,
                            TopologyState.DRAINING,
                            TopologyState.STOPPED);
        }
    }

    @Test
    void aCheckpointIsContinuedWithEachTriggerAfterARestart() {
        List<Trigger> triggers = List.of(
                REAL_TIME,
                MICRO_BATCH,
                Trigger.availableNow(),
                REAL_TIME,
                Trigger.once(),
                MICRO_BATCH,
                Trigger.once(),
                Trigger.availableNow(),
                MICRO_BATCH,
                REAL_TIME);
        try (TopicReader reader = new TopicReader(cluster, out)) {
            for (Trigger trigger : triggers) {
                send(100);
                try (MillraceEngine engine = engine(trigger, CountTopology.named("counts", in, out))) {
                    engine.start();
                    reader.awaitRecords(sent.get());
                }
            }
            assertEachCountOnce(reader);
        }
    }

    @Test
    void aTopologyThatIsSwitchedToAJobFinishesWithWhatIsThere() throws InterruptedException {
        try (MillraceEngine engine = engine(MICRO_BATCH, CountTopology.named("counts", in, out));
                TopicReader reader = new TopicReader(cluster, out)) {
            engine.start();
            send(500);

            engine.topology("counts").switchTrigger(Trigger.availableNow());

            assertThat(engine.topology("counts").awaitEnd(Duration.ofSeconds(30)))
                    .contains(TopologyEnd.FINISHED);
            assertThat(reader.values()).hasSize(500);
        }
    }

    @Test
    void aTopologyThatIsStoppedBeginsWithTheNewTrigger() {
        try (MillraceEngine engine = engine(REAL_TIME, CopyTopology.named("copy", in, out, value -> value))) {
            TopologyHandle handle = engine.topology("copy");

            handle.switchTrigger(MICRO_BATCH);

            assertThat(handle.settings().trigger()).isEqualTo(MICRO_BATCH);
            assertThat(handle.explain()).contains("trigger processing-time 150ms");
            engine.start();
            assertThat(handle.state()).isEqualTo(TopologyState.RUNNING);
        }
    }

    @Test
    void aTopologyThatIsClosedIsNotSwitched() {
        MillraceEngine engine = engine(REAL_TIME, CopyTopology.named("copy", in, out, value -> value));
        engine.close();

        assertThatIllegalStateException()
                .isThrownBy(() -> engine.topology("copy").switchTrigger(MICRO_BATCH))
                .withMessageContaining("Topology 'copy' is closed");
    }

    @Test
    void theRunAfterAFailureKeepsTheTriggerInForce() {
        AtomicBoolean broken = new AtomicBoolean();
        Topology topology = CopyTopology.named("copy", in, out, value -> {
            if (broken.compareAndSet(true, false)) {
                throw new IllegalStateException("broken");
            }
            return value;
        });
        try (MillraceEngine engine = engine(MICRO_BATCH, topology);
                TopicReader reader = new TopicReader(cluster, out)) {
            engine.start();
            TopologyHandle handle = engine.topology("copy");
            handle.switchTrigger(Trigger.realTime(Duration.ofHours(1)));
            broken.set(true);
            send(1);
            await().until(() -> handle.failure().isPresent() && handle.state() == TopologyState.RUNNING);

            reader.awaitRecords(1);
            assertThat(handle.settings().trigger()).isEqualTo(Trigger.realTime(Duration.ofHours(1)));
            assertThat(handle.lastProgress().map(EpochProgress::recordsIn).orElse(0L))
                    .as("records of an epoch that a micro-batch has ended")
                    .isZero();
        }
    }

    private void send(int count) {
        for (int number = 0; number < count; number++) {
            int next = sent.getAndIncrement();
            cluster.producer().send(new ProducerRecord<>(in, next % PARTITIONS, "key-" + next % KEYS, "v"));
        }
        cluster.producer().flush();
    }

    private static void awaitOutputs(TopicReader reader, int more) {
        reader.awaitRecords(reader.allRecords().size() + more);
    }

    /** Each key's counts are 1, 2, 3 and so on, in this order. */
    private void assertEachCountOnce(TopicReader reader) {
        Map<String, List<Integer>> counts = new HashMap<>();
        reader.values();
        reader.allRecords().forEach(record -> counts.computeIfAbsent(record.key(), any -> new ArrayList<>())
                .add(Integer.valueOf(record.value())));
        assertThat(reader.allRecords()).hasSize(sent.get());
        counts.forEach((key, ofKey) -> {
            for (int index = 0; index < ofKey.size(); index++) {
                assertThat(ofKey.get(index)).as("count %d of %s", index, key).isEqualTo(index + 1);
            }
        });
    }

    private MillraceEngine engine(Trigger trigger, Topology topology) {
        return engine(trigger, Delivery.AT_LEAST_ONCE, topology);
    }

    private MillraceEngine engine(Trigger trigger, Delivery delivery, Topology topology) {
        return MillraceEngine.builder()
                .applicationId(application)
                .kafkaProperties(cluster.engineProperties())
                .defaultSettings(Engines.quick().withTrigger(trigger).withDelivery(delivery))
                .topology(topology)
                .listener(new TopologyListener() {
                    @Override
                    public void assignmentChanged(String name, Set<SourcePartition> partitions) {
                        assignments.add(partitions);
                    }

                    @Override
                    public void stateChanged(String name, TopologyState from, TopologyState to) {
                        states.add(to);
                    }
                })
                .build();
    }
}
