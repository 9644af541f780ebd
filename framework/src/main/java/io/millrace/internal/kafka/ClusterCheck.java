package io.millrace.internal.kafka;

import io.millrace.errors.BrokerUnavailableException;
import io.millrace.errors.MillraceException;
import io.millrace.errors.MissingTopicException;
import io.millrace.internal.plan.Plan;
import io.millrace.topology.Node;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Finds out before a topology starts whether a broker answers and its topics are there. Immutable. */
record ClusterCheck(Plan plan, Duration timeout) {

    /**
     * Asks the cluster and waits for it.
     *
     * @throws BrokerUnavailableException if it does not answer in time
     * @throws MissingTopicException if it does not have all topics
     */
    void run(Admin admin) {
        Set<String> topics = new HashSet<>(outputTopics());
        plan.sources().forEach(source -> topics.addAll(source.topics()));
        long deadline = timeout.toMillis();
        List<String> missing = new ArrayList<>();
        if (topics.isEmpty()) {
            await(admin.describeCluster().clusterId(), deadline);
        }
        Map<String, KafkaFuture<TopicDescription>> answers =
                admin.describeTopics(topics).topicNameValues();
        answers.forEach((topic, answer) -> {
            if (!exists(answer, deadline)) {
                missing.add(topic);
            }
        });
        if (!missing.isEmpty()) {
            throw new MissingTopicException(plan.topology(), missing);
        }
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

    private boolean exists(KafkaFuture<TopicDescription> answer, long waitMillis) {
        try {
            await(answer, waitMillis);
            return true;
        } catch (MillraceException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException
                    || e.getCause() instanceof InvalidTopicException) {
                return false;
            }
            throw e;
        }
    }

    private void await(KafkaFuture<?> answer, long waitMillis) {
        try {
            answer.get(waitMillis, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new BrokerUnavailableException(plan.topology(), timeout, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MillraceException("Topology '%s' was interrupted while it started".formatted(plan.topology()), e);
        } catch (ExecutionException e) {
            throw failed(e.getCause() == null ? e : e.getCause());
        }
    }

    private MillraceException failed(Throwable cause) {
        boolean unknownTopic = cause instanceof UnknownTopicOrPartitionException;
        return cause instanceof RetriableException && !unknownTopic
                ? new BrokerUnavailableException(plan.topology(), timeout, cause)
                : new MillraceException(
                        "Topology '%s' can't start: Kafka answered %s"
                                .formatted(plan.topology(), cause.getClass().getName()),
                        cause);
    }
}
