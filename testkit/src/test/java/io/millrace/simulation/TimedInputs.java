package io.millrace.simulation;

import io.millrace.testkit.internal.memory.MemoryCluster;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * Writes records whose timestamps go up, but for as much disorder as a step allows, and perhaps some that are too late. Confined to
 * the simulation's thread.
 */
final class TimedInputs {

    private static final long FIRST_MILLIS = 1_767_225_600_000L;
    private static final int LONGEST_PAUSE_MILLIS = 100;
    /** So little ahead of the clock that what is written keeps it. */
    private static final long LAST_MILLIS = 120_000;

    private final TimedStep step;
    private final int partitions;
    private final MemoryCluster cluster;
    private final Random random;
    private final List<Event> written = new ArrayList<>();
    private final Map<String, Integer> counts = new HashMap<>();
    private long clock = FIRST_MILLIS;

    TimedInputs(TimedStep step, int partitions, MemoryCluster cluster, Random random) {
        this.step = step;
        this.partitions = partitions;
        this.cluster = cluster;
        this.random = random;
    }

    /** Writes some records of random keys. */
    void write() {
        for (int count = 1 + random.nextInt(6); count > 0; count--) {
            write(step.inputs().get(random.nextInt(step.inputs().size())), "k" + random.nextInt(partitions + 1));
        }
    }

    /** Moves the time on in all partitions, and in all of a shuffle behind each. */
    void writeLast() {
        for (String topic : step.inputs()) {
            for (int partition = 0; partition < partitions; partition++) {
                for (String key : keysOfAllPartitions(Event.MARK)) {
                    append(
                            new TopicPartition(topic, partition),
                            new Event(topic, key, Event.MARK, clock + LAST_MILLIS));
                }
            }
        }
    }

    /** Returns what was written, but for the last. */
    List<Event> written() {
        return List.copyOf(written);
    }

    private void write(String topic, String key) {
        clock += random.nextInt(LONGEST_PAUSE_MILLIS);
        boolean late = step.lateness() > 0 && random.nextInt(12) == 0;
        long timestamp = clock
                - random.nextLong(step.allowedDisorder() + 1)
                - (late ? step.lateness() + random.nextInt(3_000) : 0);
        Event event = new Event(topic, key, topic + counts.merge(topic, 1, Integer::sum), timestamp);
        written.add(event);
        append(new TopicPartition(topic, partition(key)), event);
    }

    private void append(TopicPartition to, Event event) {
        cluster.append(to, bytes(event.key()), bytes(event.id()), event.timestamp(), new RecordHeaders());
    }

    /** Returns keys of which each partition has at least one. */
    private List<String> keysOfAllPartitions(String prefix) {
        List<String> keys = new ArrayList<>();
        for (int partition = 0; partition < partitions; partition++) {
            int number = 0;
            while (partition(prefix + number) != partition) {
                number++;
            }
            keys.add(prefix + number);
        }
        return keys;
    }

    private int partition(String key) {
        return BuiltInPartitioner.partitionForKey(bytes(key), partitions);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
