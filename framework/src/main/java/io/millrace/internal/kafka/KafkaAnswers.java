package io.millrace.internal.kafka;

import io.millrace.errors.BrokerUnavailableException;
import io.millrace.errors.MillraceException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Waits for the cluster's answers while a topology starts, and says what their failure means. Immutable. */
record KafkaAnswers(String topology, Duration timeout, Waiting waiting) {

    /**
     * Returns the answer.
     *
     * @throws BrokerUnavailableException if there is none in time
     * @throws MillraceException if Kafka answers with a failure, which is the cause then
     */
    <T> T await(KafkaFuture<T> answer) {
        try {
            return waiting.await(answer, timeout);
        } catch (TimeoutException e) {
            throw new BrokerUnavailableException(topology, timeout, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MillraceException("Topology '%s' was interrupted while it started".formatted(topology), e);
        } catch (ExecutionException e) {
            throw failed(e.getCause() == null ? e : e.getCause());
        }
    }

    /** As {@link #await}, but empty where Kafka says that the topic in question does not exist. */
    <T> Optional<T> awaitIfExists(KafkaFuture<T> answer) {
        try {
            return Optional.of(await(answer));
        } catch (MillraceException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException
                    || e.getCause() instanceof InvalidTopicException) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private MillraceException failed(Throwable cause) {
        boolean unknownTopic = cause instanceof UnknownTopicOrPartitionException;
        return cause instanceof RetriableException && !unknownTopic
                ? new BrokerUnavailableException(topology, timeout, cause)
                : new MillraceException(
                        "Topology '%s' can't start: Kafka answered %s"
                                .formatted(topology, cause.getClass().getName()),
                        cause);
    }
}
