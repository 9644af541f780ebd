package io.millrace.internal.kafka;

import io.millrace.errors.MillraceException;
import io.millrace.errors.MissingTopicException;
import io.millrace.errors.OutputFailedException;
import io.millrace.internal.epoch.PartitionAssignment;
import io.millrace.internal.exchange.Origin;
import java.util.List;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/** Says what it means that an output could not be written. Immutable. */
record OutputFailures(String topology) {

    /** Kafka gave up on an output to {@code topic} that {@code stage} had made of the record {@code origin}. */
    MillraceException of(String stage, String topic, Origin origin, Exception cause) {
        PartitionAssignment input = origin.assignment();
        return isUnknownTopic(cause.getCause())
                ? new MissingTopicException(topology, List.of(topic))
                : new OutputFailedException(
                        topology, stage, topic, input.topic(), input.partition().partition(), origin.offset(), cause);
    }

    /** Nothing can be written to {@code topic}. */
    MillraceException of(String topic, Exception cause) {
        if (cause instanceof MillraceException ours) {
            return ours;
        }
        return isUnknownTopic(cause) || isUnknownTopic(cause.getCause())
                ? new MissingTopicException(topology, List.of(topic))
                : new OutputFailedException(topology, topic, cause);
    }

    /** The answer to a record may say so of a topic that is there, while its leader changes; the end of a wait is certain. */
    private static boolean isUnknownTopic(@Nullable Throwable failure) {
        return failure instanceof UnknownTopicOrPartitionException;
    }
}
