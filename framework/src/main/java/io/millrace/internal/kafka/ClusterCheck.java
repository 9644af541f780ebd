package io.millrace.internal.kafka;

import io.millrace.errors.BrokerUnavailableException;
import io.millrace.errors.MillraceException;
import io.millrace.errors.MissingTopicException;
import io.millrace.internal.plan.Plan;
import io.millrace.topology.Node;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Finds out before a topology starts whether a broker answers and its topics are there. Immutable.
 *
 * <p>A topic that was created a moment ago is not known to every broker yet: it is missing only when it stays so.
 */
record ClusterCheck(Plan plan, Duration timeout) {

    private static final int LOOKS = 20;
    private static final long PAUSE_NANOS = 100_000_000;

    /**
     * Asks the cluster and waits for it.
     *
     * @throws BrokerUnavailableException if it does not answer in time
     * @throws MissingTopicException if it does not have all topics
     */
    void run(Admin admin) {
        Set<String> topics = new HashSet<>(outputTopics());
        plan.sources().forEach(source -> topics.addAll(source.topics()));
        if (topics.isEmpty()) {
            await(admin.describeCluster().clusterId());
        }
        List<String> missing = missing(admin, topics);
        for (int look = 1; look < LOOKS && !missing.isEmpty(); look++) {
            LockSupport.parkNanos(PAUSE_NANOS);
            missing = missing(admin, missing);
        }
        if (!missing.isEmpty()) {
            throw new MissingTopicException(plan.topology(), missing);
        }
    }

    private List<String> missing(Admin admin, Collection<String> topics) {
        List<String> missing = new ArrayList<>();
        admin.describeTopics(topics).topicNameValues().forEach((topic, answer) -> {
            if (!exists(answer)) {
                missing.add(topic);
            }
        });
        return missing;
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

    private boolean exists(KafkaFuture<TopicDescription> answer) {
        try {
            await(answer);
            return true;
        } catch (MillraceException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException
                    || e.getCause() instanceof InvalidTopicException) {
                return false;
            }
            throw e;
        }
    }

    private void await(KafkaFuture<?> answer) {
        try {
            answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
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
