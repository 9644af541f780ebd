package io.millrace.testkit;

import io.millrace.internal.plan.Plan;
import io.millrace.internal.plan.ShardGroup;
import io.millrace.internal.plan.ShufflePlan.RepartitionTopic;
import io.millrace.processor.SourcePartition;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;

/** The partitions that a topology reads, those of its own repartition topics included. Confined to the driver's thread. */
record DriverInputs(Plan plan, DriverKafka kafka) {

    /** Returns all of them, as far as their topics exist: the topology makes its own when it starts. */
    Set<SourcePartition> all() {
        Set<String> topics = new HashSet<>(kafka.topics().keySet());
        plan.repartitionTopics().stream().map(RepartitionTopic::name).forEach(topics::add);
        Set<SourcePartition> all = new HashSet<>();
        for (String topic : topics) {
            if (plan.sources().stream().anyMatch(source -> source.reads(topic))) {
                for (int number = 0; number < kafka.size(topic); number++) {
                    all.add(new SourcePartition(topic, number));
                }
            }
        }
        return all;
    }

    /**
     * Returns a partition and those that share its state.
     *
     * @throws IllegalArgumentException if the topology does not read it
     */
    Set<TopicPartition> withSiblings(String topic, int partition) {
        Set<SourcePartition> known = all();
        if (!known.contains(new SourcePartition(topic, partition))) {
            throw new IllegalArgumentException("Topology '%s' does not read partition %s-%d; it reads %s"
                    .formatted(
                            plan.topology(),
                            topic,
                            partition,
                            new TreeSet<>(known.stream()
                                    .map(SourcePartition::toString)
                                    .toList())));
        }
        return plan.shardGroupOf(topic)
                .map(group -> ofShard(group, group.division().shardOf(partition)))
                .orElse(Set.of(new TopicPartition(topic, partition)));
    }

    private Set<TopicPartition> ofShard(ShardGroup group, int number) {
        return all().stream()
                .filter(input -> group.topics().contains(input.topic()))
                .filter(input -> group.division().shardOf(input.partition()) == number)
                .map(input -> new TopicPartition(input.topic(), input.partition()))
                .collect(Collectors.toUnmodifiableSet());
    }
}
