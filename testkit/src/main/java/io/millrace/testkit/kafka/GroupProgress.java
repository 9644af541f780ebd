package io.millrace.testkit.kafka;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/**
 * What a consumer group reads and has committed, as anybody can see it from outside.
 *
 * <p>Thread-safe.
 */
final class GroupProgress {
    private static final ListOffsetsOptions WITHOUT_OPEN_TRANSACTIONS =
            new ListOffsetsOptions(IsolationLevel.READ_COMMITTED);

    private final Admin admin;
    private final String name;

    GroupProgress(Admin admin, String name) {
        this.admin = admin;
        this.name = name;
    }

    String name() {
        return name;
    }

    /**
     * Returns all partitions of the topics that the group reads; none while its members still negotiate who reads what, or if
     * nobody ever joined it.
     */
    Set<TopicPartition> partitions() {
        if (!allGroups().contains(name)) {
            return Set.of();
        }
        Collection<ConsumerGroupDescription> descriptions = Answers.of(
                        admin.describeConsumerGroups(List.of(name)).all(), complaint("describe"))
                .values();
        if (!descriptions.stream().allMatch(GroupProgress::isSettled)) {
            return Set.of();
        }
        Stream<TopicPartition> assigned = descriptions.stream()
                .flatMap(description -> description.members().stream())
                .flatMap(member -> member.assignment().topicPartitions().stream());
        Set<String> topics = Stream.concat(assigned, committed().keySet().stream())
                .map(TopicPartition::topic)
                .collect(Collectors.toCollection(TreeSet::new));
        return Answers.of(admin.describeTopics(topics).allTopicNames(), complaint("describe the topics of"))
                .values()
                .stream()
                .flatMap(GroupProgress::partitionsOf)
                .collect(Collectors.toSet());
    }

    /** Returns where {@code partitions} end for readers that see no open transactions. */
    Map<TopicPartition, Long> ends(Set<TopicPartition> partitions) {
        return offsets(partitions, OffsetSpec.latest());
    }

    /** Returns which of the partitions are not committed up to {@code ends}, with what is, as text for people. */
    Map<TopicPartition, String> missing(Map<TopicPartition, Long> ends) {
        Map<TopicPartition, Long> committed = committed();
        Map<TopicPartition, Long> beginnings = offsets(ends.keySet(), OffsetSpec.earliest());
        Map<TopicPartition, String> missing =
                new TreeMap<>(Comparator.comparing(TopicPartition::topic).thenComparingInt(TopicPartition::partition));
        ends.forEach((partition, end) -> {
            Long offset = committed.get(partition);
            if (offset == null && beginnings.getOrDefault(partition, 0L) < end) {
                missing.put(partition, "nothing committed, the topic ends at offset " + end);
            } else if (offset != null && offset < end) {
                missing.put(partition, "committed up to offset %d of %d".formatted(offset, end));
            }
        });
        return missing;
    }

    /** Returns the names of all groups there are. */
    Set<String> allGroups() {
        return Answers.of(admin.listGroups().all(), complaint("look for")).stream()
                .map(GroupListing::groupId)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private Map<TopicPartition, Long> committed() {
        Map<TopicPartition, OffsetAndMetadata> offsets = Answers.of(
                admin.listConsumerGroupOffsets(name).partitionsToOffsetAndMetadata(), complaint("read the offsets of"));
        return offsets.entrySet().stream()
                .filter(entry -> entry.getValue() != null)
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().offset()));
    }

    private Map<TopicPartition, Long> offsets(Set<TopicPartition> partitions, OffsetSpec which) {
        Map<TopicPartition, OffsetSpec> wanted =
                partitions.stream().collect(Collectors.toMap(Function.identity(), partition -> which));
        Map<TopicPartition, ListOffsetsResultInfo> found =
                Answers.of(admin.listOffsets(wanted, WITHOUT_OPEN_TRANSACTIONS).all(), complaint("read the topics of"));
        return found.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue()
                .offset()));
    }

    private String complaint(String what) {
        return "Could not %s consumer group '%s'".formatted(what, name);
    }

    private static Stream<TopicPartition> partitionsOf(TopicDescription topic) {
        return topic.partitions().stream().map(info -> new TopicPartition(topic.name(), info.partition()));
    }

    private static boolean isSettled(ConsumerGroupDescription description) {
        return description.groupState() == GroupState.STABLE || description.groupState() == GroupState.EMPTY;
    }
}
