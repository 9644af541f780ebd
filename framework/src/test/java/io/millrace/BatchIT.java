package io.millrace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.processor.Batch;
import io.millrace.processor.SourcePartition;
import io.millrace.runtime.RestartPolicy;
import io.millrace.runtime.Trigger;
import io.millrace.support.Cluster;
import io.millrace.support.Engines;
import io.millrace.topology.KStream;
import io.millrace.topology.Topology;
import io.millrace.topology.TopologyBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.Serdes;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A batch sink under load, whose runs fail behind the function and before the commit, and whose partitions move. */
class BatchIT {

    private static final int PARTITIONS = 4;
    private static final int FAILS_EVERY = 17;

    private final Cluster cluster = Cluster.shared();
    private final String application = Cluster.application();
    private final String in = cluster.topic("in", PARTITIONS);
    private final AtomicInteger sent = new AtomicInteger();
    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicInteger repeated = new AtomicInteger();
    private final Map<SourcePartition, Map<Long, List<Long>>> batches = new ConcurrentHashMap<>();
    private final List<String> wrong = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aNumberAlwaysComesWithTheSameRecords(boolean stateful) throws InterruptedException {
        ScheduledExecutorService load = Executors.newSingleThreadScheduledExecutor();
        List<MillraceEngine> engines = new ArrayList<>();
        try {
            engines.add(engine(stateful));
            engines.get(0).start();
            load.scheduleAtFixedRate(() -> send(20), 0, 10, TimeUnit.MILLISECONDS);
            await().atMost(Duration.ofSeconds(60)).until(() -> calls.get() > 60);
            engines.add(engine(stateful)); // partitions move to it
            engines.get(1).start();
            await().atMost(Duration.ofSeconds(60)).until(() -> calls.get() > 160);
            engines.get(0).close(); // and back
            await().atMost(Duration.ofSeconds(60)).until(() -> calls.get() > 220);
            load.shutdown();
            assertThat(load.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
            await().atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertThat(cluster.committedRecords(application, "batches"))
                            .isEqualTo(sent.get()));
        } finally {
            load.shutdownNow();
            engines.forEach(MillraceEngine::close);
        }

        assertThat(wrong).isEmpty();
        assertThat(repeated).as("batches that came again").hasPositiveValue();
        batches.forEach(BatchIT::assertWhole);
    }

    private static void assertWhole(SourcePartition partition, Map<Long, List<Long>> ofPartition) {
        long next = 0;
        for (long number = 1; number <= ofPartition.size(); number++) {
            for (long offset : ofPartition.getOrDefault(number, List.of(Long.MIN_VALUE))) {
                assertThat(offset)
                        .as("offset in batch %d of %s", number, partition)
                        .isEqualTo(next++);
            }
        }
    }

    private void take(Batch<String, String> batch) {
        List<Long> offsets =
                batch.records().stream().map(Batch.Item::offset).distinct().toList();
        List<Long> before = batches.computeIfAbsent(batch.partition(), any -> new ConcurrentHashMap<>())
                .putIfAbsent(batch.epoch(), offsets);
        if (before != null) {
            repeated.incrementAndGet();
            if (!before.equals(offsets)) {
                synchronized (wrong) {
                    wrong.add("%s had %s".formatted(batch, before));
                }
            }
        }
        if (calls.incrementAndGet() % FAILS_EVERY == 0) {
            throw new IllegalStateException("behind the function, before the commit");
        }
    }

    private void send(int count) {
        for (int number = 0; number < count; number++) {
            int next = sent.getAndIncrement();
            cluster.producer().send(new ProducerRecord<>(in, next % PARTITIONS, "key-" + next % 10, "v"));
        }
        cluster.producer().flush();
    }

    private MillraceEngine engine(boolean stateful) {
        return Engines.of(
                cluster,
                application,
                Engines.quick()
                        .withTrigger(Trigger.processingTime(Duration.ofMillis(100)))
                        .withRestart(new RestartPolicy(1_000, Duration.ofMillis(10), Duration.ofMillis(10))),
                topology(stateful));
    }

    private Topology topology(boolean stateful) {
        TopologyBuilder builder = TopologyBuilder.named("batches").defaultSerdes(Serdes.String(), Serdes.String());
        KStream<String, String> stream = builder.stream(in);
        if (stateful) {
            stream = stream.groupByKey().count().toStream().mapValues(String::valueOf);
        }
        stream.foreachBatch(this::take);
        return builder.build();
    }
}
