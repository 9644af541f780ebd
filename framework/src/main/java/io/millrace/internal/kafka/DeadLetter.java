package io.millrace.internal.kafka;

import io.millrace.processor.OutputId;
import io.millrace.runtime.DeadLetterHeaders;
import io.millrace.runtime.DeadLetterReplay;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** A record of a dead-letter topic, and what its headers say. Immutable. */
record DeadLetter(ConsumerRecord<byte[], byte[]> record) {

    long offset() {
        return record.offset();
    }

    /**
     * Returns whether {@code topology} has given it up, and its consumer group {@code group}, as far as whoever did has left a name:
     * services may share a topic for their dead letters, and may name their topologies alike.
     */
    boolean isOf(String topology, String group) {
        return text(DeadLetterHeaders.TOPOLOGY).map(topology::equals).orElse(true)
                && text(DeadLetterHeaders.ORIGINAL_CONSUMER_GROUP)
                        .map(group::equals)
                        .orElse(true);
    }

    /** Returns whether {@code replay} asks for it. */
    boolean isAskedForBy(DeadLetterReplay replay) {
        return matches(replay.exception(), this::isOfException)
                && matches(replay.stage(), stage -> has(DeadLetterHeaders.STAGE, stage))
                && matches(replay.phase(), phase -> has(DeadLetterHeaders.PHASE, phase.name()))
                && matches(replay.topic(), topic -> has(DeadLetterHeaders.ORIGINAL_TOPIC, topic))
                && matches(replay.since(), since -> record.timestamp() >= since.toEpochMilli());
    }

    /** Returns where it came from; empty if it does not tell. */
    Optional<TopicPartition> origin() {
        OptionalInt partition = DeadLetterHeaders.number(headers(), DeadLetterHeaders.ORIGINAL_PARTITION);
        return partition.isPresent()
                ? text(DeadLetterHeaders.ORIGINAL_TOPIC).map(topic -> new TopicPartition(topic, partition.getAsInt()))
                : Optional.empty();
    }

    /** Returns what keeps it from being sent back; empty if nothing does. {@code isThere} tells whether a partition takes it. */
    Optional<ReplayObstacle> obstacle(Predicate<TopicPartition> isThere) {
        Optional<TopicPartition> origin = origin();
        if (origin.isEmpty()) {
            return Optional.of(
                    isMarked(DeadLetterHeaders.WITHOUT_RECORD)
                            ? ReplayObstacle.WITHOUT_RECORD
                            : ReplayObstacle.WITHOUT_ORIGIN);
        }
        if (isMarked(DeadLetterHeaders.TRUNCATED)) {
            return Optional.of(ReplayObstacle.TRUNCATED);
        }
        return isThere.test(origin.get()) ? Optional.empty() : Optional.of(ReplayObstacle.NOT_READ);
    }

    /**
     * Returns the record as it was, for {@code origin}. An output id is left out: readers have seen newer ones of its channel since, and
     * would take it for a replay.
     *
     * @param latest the largest timestamp that brokers take
     */
    ProducerRecord<byte[], byte[]> original(TopicPartition origin, long latest) {
        List<Header> headers = DeadLetterHeaders.withoutAdded(headers());
        headers.removeIf(header -> header.key().equals(OutputId.HEADER));
        return new ProducerRecord<>(
                origin.topic(), origin.partition(), timestamp(latest), record.key(), record.value(), headers);
    }

    private @Nullable Long timestamp(long latest) {
        OptionalLong timestamp = DeadLetterHeaders.longNumber(headers(), DeadLetterHeaders.ORIGINAL_TIMESTAMP);
        boolean isUsable = timestamp.isPresent() && timestamp.getAsLong() >= 0 && timestamp.getAsLong() <= latest;
        return isUsable ? timestamp.getAsLong() : null;
    }

    private boolean isOfException(String name) {
        return isNamed(DeadLetterHeaders.EXCEPTION, name) || isNamed(DeadLetterHeaders.EXCEPTION_CAUSE, name);
    }

    private boolean isNamed(String header, String name) {
        return text(header)
                .filter(type -> type.equals(name) || type.endsWith("." + name) || type.endsWith("$" + name))
                .isPresent();
    }

    private boolean isMarked(String header) {
        return headers().lastHeader(header) != null;
    }

    private boolean has(String header, String wanted) {
        return text(header).filter(wanted::equals).isPresent();
    }

    private Optional<String> text(String header) {
        return DeadLetterHeaders.text(headers(), header);
    }

    private Headers headers() {
        return record.headers();
    }

    private static <T> boolean matches(Optional<T> wanted, Predicate<T> test) {
        return wanted.map(test::test).orElse(true);
    }
}
