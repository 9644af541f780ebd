package io.millrace.testkit.internal.memory;

import io.millrace.runtime.KafkaClientSupplier;
import java.time.Duration;

/** The cluster in memory, under test. */
final class MemoryKafka implements TestedKafka {

    final ManualClock clock = new ManualClock();
    final MemoryCluster cluster = new MemoryCluster(clock);
    private int topics;

    @Override
    public KafkaClientSupplier clients(String instance) {
        return cluster.clients(instance);
    }

    @Override
    public String topic(int partitions) {
        String name = "topic-" + topics++;
        cluster.createTopic(name, partitions);
        return name;
    }

    @Override
    public void addPartitions(String topic, int total) {
        cluster.addPartitions(topic, total);
    }

    @Override
    public Duration pollTime() {
        return Duration.ZERO;
    }

    @Override
    public void pass() {
        clock.advance(Duration.ofMillis(10));
        cluster.deliverAll();
    }
}
