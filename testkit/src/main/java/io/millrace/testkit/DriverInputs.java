package io.millrace.testkit;

import io.millrace.internal.plan.Plan;
import io.millrace.internal.plan.Planner;
import io.millrace.internal.plan.ShardGroup;
import io.millrace.processor.SourcePartition;
import io.millrace.runtime.TopologySettings;
import io.millrace.topology.Topology;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;

/** The partitions that a topology reads. Immutable. */
record DriverInputs(Plan plan, Set<SourcePartition> all) {

    /** {@code topics} has the number of partitions of each topic of the cluster. */
    static DriverInputs of(Topology topology, TopologySettings settings, Map<String, Integer> topics) {
        Plan plan = Planner.plan(topology, "group", settings);
        Set<SourcePartition> all = new HashSet<>();
        topics.forEach((topic, partitions) -> {
            if (plan.sources().stream().anyMatch(source -> source.reads(topic))) {
                for (int number = 0; number < partitions; number++) {
                    all.add(new SourcePartition(topic, number));
                }
            }
        });
        return new DriverInputs(plan, all);
    }

    /**
     * Returns a partition and those that share its state.
     *
     * @throws IllegalArgumentException if the topology does not read it
     */
    Set<TopicPartition> withSiblings(String topic, int partition) {
        if (!all.contains(new SourcePartition(topic, partition))) {
            throw new IllegalArgumentException("Topology '%s' does not read partition %s-%d; it reads %s"
                    .formatted(
                            plan.topology(),
                            topic,
                            partition,
                            new TreeSet<>(
                                    all.stream().map(SourcePartition::toString).toList())));
        }
        return plan.shardGroupOf(topic)
                .map(group -> ofShard(group, group.division().shardOf(partition)))
                .orElse(Set.of(new TopicPartition(topic, partition)));
    }

    private Set<TopicPartition> ofShard(ShardGroup group, int number) {
        return all.stream()
                .filter(input -> group.topics().contains(input.topic()))
                .filter(input -> group.division().shardOf(input.partition()) == number)
                .map(input -> new TopicPartition(input.topic(), input.partition()))
                .collect(Collectors.toUnmodifiableSet());
    }
}
