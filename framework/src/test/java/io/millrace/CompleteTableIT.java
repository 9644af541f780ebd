package io.millrace;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.runtime.Trigger;
import io.millrace.support.Cluster;
import io.millrace.support.Engines;
import io.millrace.topology.Topology;
import io.millrace.topology.TopologyBuilder;
import io.millrace.window.EmitStrategy;
import io.millrace.window.TimeWindows;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.Serdes;
import org.junit.jupiter.api.Test;

/** Complete tables that are larger than the lanes behind them, told by threads that wait for room. */
class CompleteTableIT {

    private static final int PARTITIONS = 2;
    private static final int KEYS = 30_000;

    private final Cluster cluster = Cluster.shared();
    private final String application = Cluster.application();
    private final String in = cluster.topic("in", PARTITIONS);
    private final Set<String> seen = ConcurrentHashMap.newKeySet();
    private final AtomicInteger told = new AtomicInteger();

    @Test
    void eachJobTellsItsWholeTable() throws InterruptedException {
        send(KEYS);
        runJob();
        assertThat(seen).hasSize(KEYS);
        assertThat(told).hasValue(KEYS);
        seen.clear();
        told.set(0);
        send(PARTITIONS); // one of each

        runJob();

        assertThat(seen).hasSize(KEYS);
        assertThat(told).hasValue(KEYS);
    }

    private void runJob() throws InterruptedException {
        try (MillraceEngine engine =
                Engines.of(cluster, application, Engines.quick().withTrigger(Trigger.once()), topology())) {
            engine.start();
            assertThat(engine.awaitEnd(Duration.ofSeconds(60))).isTrue();
        }
    }

    private void send(int count) {
        for (int number = 0; number < count; number++) {
            cluster.producer().send(new ProducerRecord<>(in, number % PARTITIONS, "key-" + number, "v"));
        }
        cluster.producer().flush();
    }

    private Topology topology() {
        TopologyBuilder builder = TopologyBuilder.named("tables").defaultSerdes(Serdes.String(), Serdes.String());
        builder.stream(in)
                .groupByKey()
                .windowedBy(TimeWindows.ofSizeWithNoGrace(Duration.ofDays(10_000)))
                .emitStrategy(EmitStrategy.completeTable())
                .count()
                .toStream()
                .stage("telling", 1)
                .foreach((key, count) -> {
                    seen.add(String.valueOf(key.key()));
                    told.incrementAndGet();
                });
        return builder.build();
    }
}
