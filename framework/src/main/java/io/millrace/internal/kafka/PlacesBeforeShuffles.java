package io.millrace.internal.kafka;

import io.millrace.internal.plan.Plan;
import io.millrace.internal.plan.ShufflePlan.RepartitionTopic;
import io.millrace.internal.stage.PlacesBefore;
import io.millrace.processor.SourcePartition;
import io.millrace.topology.Node;
import io.millrace.topology.TimeKeeperNode.Before;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartitionInfo;

/**
 * Finds the partitions before each durable shuffle, by what the cluster says of the topics. Immutable.
 *
 * @param topics all that the topology names, its own included
 */
record PlacesBeforeShuffles(Plan plan, Map<String, TopicDescription> topics) {

    PlacesBefore find() {
        Map<String, Map<Before, SourcePartition>> places = new HashMap<>();
        for (RepartitionTopic topic : plan.repartitionTopics()) {
            if (tellsOrigins(topic) && topics.keySet().containsAll(topic.inputs())) {
                places.put(topic.name(), placesOf(topic.inputs()));
            }
        }
        return new PlacesBefore(places);
    }

    private Map<Before, SourcePartition> placesOf(Set<String> inputs) {
        Map<Before, SourcePartition> places = new HashMap<>();
        for (String input : inputs) {
            TopicDescription description = topics.get(input);
            if (description != null) {
                for (TopicPartitionInfo partition : description.partitions()) {
                    places.put(
                            new Before(TopicIds.uuid(description.topicId()), partition.partition()),
                            new SourcePartition(input, partition.partition()));
                }
            }
        }
        return places;
    }

    private boolean tellsOrigins(RepartitionTopic topic) {
        return plan.sinks().stream()
                .filter(sink -> sink.destination().equals(new Node.FixedTopic(topic.name())))
                .allMatch(sink -> plan.sinkPlan(sink.name()).withIds());
    }
}
