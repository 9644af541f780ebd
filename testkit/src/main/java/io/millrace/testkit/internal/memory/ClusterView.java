package io.millrace.testkit.internal.memory;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;

/**
 * Which topics the cluster had at some moment. Immutable.
 *
 * @param version grows with each change
 * @param partitions the number of partitions of each topic
 * @param cluster the same, in the form that Kafka's assignors take
 */
record ClusterView(long version, Map<String, Integer> partitions, Cluster cluster) {

    static final Node NODE = new Node(0, "in-memory", 9092);

    private static final Node[] REPLICAS = {NODE};

    static ClusterView of(long version, Collection<Topic> topics) {
        Map<String, Integer> partitions = new LinkedHashMap<>();
        List<PartitionInfo> infos = new ArrayList<>();
        for (Topic topic : topics) {
            int count = topic.logs().size();
            partitions.put(topic.name(), count);
            for (int number = 0; number < count; number++) {
                infos.add(new PartitionInfo(topic.name(), number, NODE, REPLICAS, REPLICAS));
            }
        }
        return new ClusterView(
                version, partitions, new Cluster("in-memory", List.of(NODE), infos, Set.of(), Set.of(), NODE));
    }

    int count(String topic) {
        return partitions.getOrDefault(topic, 0);
    }
}
