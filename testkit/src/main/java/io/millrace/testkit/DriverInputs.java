package io.millrace.testkit;

import io.millrace.internal.plan.Plan;
import io.millrace.internal.plan.Planner;
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
    static DriverInputs of(Topology topology, Map<String, Integer> topics) {
        Plan plan = Planner.plan(topology, "group", TopologySettings.defaults());
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
        Set<String> topics = plan.shardGroupOf(topic)
                .map(group -> Set.copyOf(group.topics()))
                .orElse(Set.of(topic));
        return topics.stream()
                .map(sibling -> new TopicPartition(sibling, partition))
                .collect(Collectors.toUnmodifiableSet());
    }
}
