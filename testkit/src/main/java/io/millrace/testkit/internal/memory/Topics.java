package io.millrace.testkit.internal.memory;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.InvalidPartitionsException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/** All topics of the cluster. Confined to the test's thread. */
final class Topics {

    private static final long ID_PREFIX = 0x6d696c6c72616365L;

    private final Map<String, Topic> topics = new LinkedHashMap<>();
    private long nextId = 1;
    private long version;
    private @Nullable ClusterView view;

    /** @throws TopicExistsException if there is one of that name */
    Topic create(String name, int partitions, Map<String, String> configs) {
        if (topics.containsKey(name)) {
            throw new TopicExistsException("Topic '%s' already exists.".formatted(name));
        }
        if (partitions < 1) {
            throw new InvalidPartitionsException(
                    "Topic '%s' was to be created with %d partitions".formatted(name, partitions));
        }
        Topic topic = new Topic(name, new Uuid(ID_PREFIX, nextId++), partitions, configs);
        topics.put(name, topic);
        changed();
        return topic;
    }

    /** @throws UnknownTopicOrPartitionException if there is none of that name */
    void delete(String name) {
        require(name);
        topics.remove(name);
        changed();
    }

    /**
     * Adds partitions until there are {@code total}.
     *
     * @throws UnknownTopicOrPartitionException if there is no such topic
     * @throws InvalidPartitionsException if it has as many or more
     */
    void grow(String name, int total) {
        Topic topic = require(name);
        if (topic.logs().size() >= total) {
            throw new InvalidPartitionsException("Topic '%s' already has %d partitions, so it can't grow to %d"
                    .formatted(name, topic.logs().size(), total));
        }
        topic.growTo(total);
        changed();
    }

    @Nullable
    Topic find(String name) {
        return topics.get(name);
    }

    /** @throws UnknownTopicOrPartitionException if there is none of that name */
    Topic require(String name) {
        Topic topic = topics.get(name);
        if (topic == null) {
            throw new UnknownTopicOrPartitionException("Topic '%s' does not exist.".formatted(name));
        }
        return topic;
    }

    Collection<Topic> all() {
        return topics.values();
    }

    @Nullable
    PartitionLog findLog(TopicPartition partition) {
        Topic topic = topics.get(partition.topic());
        boolean known = topic != null && partition.partition() < topic.logs().size();
        return known && topic != null ? topic.logs().get(partition.partition()) : null;
    }

    /** @throws UnknownTopicOrPartitionException if there is no such partition */
    PartitionLog log(TopicPartition partition) {
        PartitionLog log = findLog(partition);
        if (log == null) {
            throw new UnknownTopicOrPartitionException("Partition '%s' does not exist.".formatted(partition));
        }
        return log;
    }

    ClusterView view() {
        ClusterView current = view;
        if (current == null) {
            current = ClusterView.of(version, topics.values());
            view = current;
        }
        return current;
    }

    private void changed() {
        version++;
        view = null;
    }
}
