package io.millrace.testkit;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.Set;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** What the topology has written and the test has not read yet, by topic, in the order of writing. Confined to the driver's thread. */
final class Outputs {

    private final Map<String, Topic> topics = new HashMap<>();

    /** Only {@code readable} topics are kept. */
    Outputs(Set<String> readable) {
        readable.forEach(this::keep);
    }

    /** Keeps {@code topic}, too. */
    void keep(String topic) {
        topics.putIfAbsent(topic, new Topic());
    }

    /** One record as bytes. */
    record Written(
            String topic,
            byte @Nullable [] key,
            byte @Nullable [] value,
            Headers headers,
            long timestamp,
            OptionalInt partition) {

        /** Returns {@code record} as Kafka has taken it. */
        static Written of(ProducerRecord<byte[], byte[]> record, RecordMetadata written) {
            return new Written(
                    record.topic(),
                    record.key(),
                    record.value(),
                    record.headers(),
                    written.timestamp(),
                    OptionalInt.of(written.partition()));
        }
    }

    /** The records of one topic. */
    static final class Topic {
        private final Queue<Written> unread = new ArrayDeque<>();
        private long read;

        Queue<Written> unread() {
            return unread;
        }

        /** Returns how many were read before. */
        long read() {
            return read;
        }

        @Nullable
        Written next() {
            Written next = unread.poll();
            if (next != null) {
                read++;
            }
            return next;
        }
    }

    /** Returns the outputs to {@code topic}, which is readable. */
    Topic of(String topic) {
        Topic outputs = topics.get(topic);
        if (outputs == null) {
            throw new IllegalStateException("Outputs to topic '%s' are not kept".formatted(topic));
        }
        return outputs;
    }

    /** Readers can see {@code record}. */
    void written(Written record) {
        if (topics.containsKey(record.topic())) {
            of(record.topic()).unread().add(record);
        }
    }
}
