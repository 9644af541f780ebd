package io.millrace.testkit.kafka;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;

/**
 * Waits until a topology has committed all that its topics had when the wait began.
 *
 * <p>Confined to the test's thread.
 */
final class CheckpointWait {
    private final String topology;
    private final GroupProgress group;
    private final Deadline deadline;

    CheckpointWait(String topology, GroupProgress group, Duration timeout) {
        this.topology = topology;
        this.group = group;
        this.deadline = Deadline.in(timeout);
    }

    void await() {
        Map<TopicPartition, Long> ends = group.ends(partitions());
        Map<TopicPartition, String> missing = group.missing(ends);
        while (!missing.isEmpty()) {
            String open = text(missing);
            deadline.pause(() ->
                    ("Topology '%s' (consumer group '%s') has not committed within %s what its topics had at the beginning: %s. Did it"
                                    + " fail, as the log would say? Does 'millrace.topologies.%s.trigger' end epochs often enough?")
                            .formatted(topology, group.name(), deadline.text(), open, topology));
            missing = group.missing(ends);
        }
    }

    private Set<TopicPartition> partitions() {
        Set<TopicPartition> partitions = group.partitions();
        while (partitions.isEmpty()) {
            deadline.pause(() ->
                    "Topology '%s' has read nothing within %s: there is no consumer group '%s' with topics, only %s. Is the name right, and does it run?"
                            .formatted(topology, deadline.text(), group.name(), group.allGroups()));
            partitions = group.partitions();
        }
        return partitions;
    }

    private static String text(Map<TopicPartition, String> missing) {
        return missing.entrySet().stream()
                .map(entry -> entry.getKey() + " " + entry.getValue())
                .collect(Collectors.joining("; "));
    }
}
