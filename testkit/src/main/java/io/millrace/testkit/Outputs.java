package io.millrace.testkit;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Queue;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** What the topology has written and the test has not read yet, by topic, in the order of writing. Confined to the driver's thread. */
final class Outputs {

    private final Map<String, Topic> topics = new HashMap<>();

    /** One record as bytes. */
    record Written(
            byte @Nullable [] key, byte @Nullable [] value, Headers headers, long timestamp, OptionalInt partition) {}

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

    Topic of(String topic) {
        return topics.computeIfAbsent(topic, name -> new Topic());
    }

    void written(String topic, Written record) {
        of(topic).unread().add(record);
    }
}
