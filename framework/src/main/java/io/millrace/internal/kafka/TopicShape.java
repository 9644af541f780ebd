package io.millrace.internal.kafka;

import org.apache.kafka.clients.admin.TopicDescription;

/** How many partitions a topic has, and how many copies of each. Immutable. */
record TopicShape(int partitions, short replicationFactor) {

    /** Kafka takes this for the cluster's own number. */
    static final short DEFAULT_REPLICATION = -1;

    static TopicShape of(TopicDescription topic) {
        return new TopicShape(topic.partitions().size(), (short)
                topic.partitions().get(0).replicas().size());
    }
}
