package io.millrace.internal.kafka;

import io.millrace.errors.BrokerUnavailableException;
import io.millrace.errors.MissingTopicException;
import io.millrace.internal.plan.Plan;
import io.millrace.topology.Node;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;

/** Finds out before a topology starts whether a broker answers and its topics are there. Immutable. */
record ClusterCheck(Plan plan, KafkaAnswers answers) {

    /**
     * Asks the cluster and waits for it; returns what it says of the topics, those aside that the topology makes itself.
     *
     * @throws BrokerUnavailableException if it does not answer in time
     * @throws MissingTopicException if it does not have all topics
     */
    Map<String, TopicDescription> run(Admin admin) {
        Set<String> topics = new HashSet<>(outputTopics());
        plan.sources().forEach(source -> topics.addAll(source.topics()));
        plan.globalTables().forEach(table -> topics.add(table.topic()));
        topics.removeIf(plan::isRepartitionTopic);
        if (topics.isEmpty()) {
            answers.await(admin.describeCluster().clusterId());
        }
        Map<String, TopicDescription> found = new TopicLookup(admin, answers).findPatiently(topics);
        Set<String> missing = new HashSet<>(topics);
        missing.removeAll(found.keySet());
        if (!missing.isEmpty()) {
            throw new MissingTopicException(plan.topology(), missing);
        }
        return found;
    }

    /** Returns the topics that the plan always writes to. */
    List<String> outputTopics() {
        return plan.sinks().stream()
                .map(Node.Sink::destination)
                .filter(Node.FixedTopic.class::isInstance)
                .map(destination -> ((Node.FixedTopic) destination).topic())
                .distinct()
                .toList();
    }
}
