package io.millrace.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.support.Cluster;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToLongFunction;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Feeds a topic from a thread of its own with sequences 1, 2, ... per key, and notes what Kafka has acknowledged; then holds
 * the outputs against that: nothing lost, first occurrences in order, duplicates counted.
 */
final class Ledger implements AutoCloseable {

    /** How many keys there are; each is {@link #KEY} and a number from 0. */
    static final int KEYS = 20;

    static final String KEY = "key-";

    private static final int SENT_IN_ONE_GO = 20;
    private static final long PAUSE_NANOS = 10_000_000;
    private static final long MOST_RECORDS = 500_000;

    private final Map<String, Long> acknowledged = new ConcurrentHashMap<>();
    private final AtomicLong records = new AtomicLong();
    private final Thread thread;
    private volatile boolean ended;

    Ledger(Cluster cluster, String topic) {
        thread = new Thread(() -> feed(cluster, topic), "ledger");
        thread.setDaemon(true);
        thread.start();
    }

    /** Returns the last acknowledged sequence of each key. */
    Map<String, Long> acknowledged() {
        return Map.copyOf(acknowledged);
    }

    /** Returns how many records are acknowledged. */
    long count() {
        return records.get();
    }

    /** Ends the feeding; returns how many records there are in all. */
    int end() {
        ended = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return (int) records.get();
    }

    /**
     * Checks {@code outputs} and returns how many of them are duplicates.
     *
     * @param sequenceOf reads the input's sequence from an output's value
     */
    long check(List<ConsumerRecord<String, String>> outputs, ToLongFunction<String> sequenceOf) {
        Map<String, Long> highest = new HashMap<>();
        Set<String> seen = new HashSet<>();
        long duplicates = 0;
        for (ConsumerRecord<String, String> output : outputs) {
            if (!seen.add(output.key() + ":" + output.value())) {
                duplicates++;
                continue;
            }
            long sequence = sequenceOf.applyAsLong(output.value());
            long before = highest.getOrDefault(output.key(), 0L);
            assertThat(sequence)
                    .as("the first occurrences of key %s are in order", output.key())
                    .isEqualTo(before + 1);
            highest.put(output.key(), sequence);
        }
        assertThat(highest).as("everything acknowledged has come out").isEqualTo(acknowledged);
        return duplicates;
    }

    @Override
    public void close() {
        end();
    }

    private void feed(Cluster cluster, String topic) {
        long sequence = 0;
        while (!ended && records.get() < MOST_RECORDS) {
            sequence++;
            for (int key = 0; key < KEYS; key++) {
                String name = KEY + key;
                long current = sequence;
                cluster.producer()
                        .send(new ProducerRecord<>(topic, name, String.valueOf(sequence)), (metadata, failure) -> {
                            if (failure == null) {
                                acknowledged.merge(name, current, Math::max);
                                records.incrementAndGet();
                            }
                        });
            }
            if (sequence % (SENT_IN_ONE_GO / KEYS) == 0) {
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
        cluster.producer().flush();
    }
}
