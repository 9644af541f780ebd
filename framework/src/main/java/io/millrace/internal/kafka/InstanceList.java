package io.millrace.internal.kafka;

import io.millrace.internal.plan.Division;
import io.millrace.internal.plan.ShardGroup;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.Assignment;
import org.apache.kafka.common.TopicPartition;

/** Finds which shards the members of a group have with an assignment, of those that say where they can be asked. */
final class InstanceList {

    private InstanceList() {}

    static Instances of(List<GroupMember> members, Map<String, Assignment> assignments) {
        Map<String, Set<ShardKey>> shards = new HashMap<>();
        for (GroupMember member : members) {
            Assignment assignment = assignments.get(member.id());
            if (assignment != null && member.instance().isPresent()) {
                shards.computeIfAbsent(member.instance().get(), any -> new HashSet<>())
                        .addAll(shards(member, assignment.partitions()));
            }
        }
        return new Instances(shards);
    }

    private static Set<ShardKey> shards(GroupMember member, List<TopicPartition> partitions) {
        Division division = member.isUndivided() ? Division.UNDIVIDED : Division.BY_PARTITION;
        Set<ShardKey> shards = new HashSet<>();
        for (String group : member.groups()) {
            Set<String> topics = ShardGroup.topicsOf(group);
            partitions.stream()
                    .filter(partition -> topics.contains(partition.topic()))
                    .forEach(partition -> shards.add(new ShardKey(group, division.shardOf(partition.partition()))));
        }
        return shards;
    }
}
