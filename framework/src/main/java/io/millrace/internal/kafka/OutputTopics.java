package io.millrace.internal.kafka;

import io.millrace.internal.exchange.WakeUp;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.producer.Producer;

/**
 * Knows to which topics the producer can send without waiting. A topic's first send would wait for its metadata, so that is
 * fetched by another thread before.
 *
 * <p>Thread-safe.
 */
final class OutputTopics {

    private final Producer<byte[], byte[]> producer;
    private final Executor executor;
    private final BiConsumer<String, Exception> onFailure;
    /** Each with its number of partitions. */
    private final Map<String, Integer> known = new ConcurrentHashMap<>();
    /** Who waits for which topic; guarded by itself. */
    private final Map<String, Set<WakeUp>> waiting = new HashMap<>();

    /** {@code onFailure} takes a topic whose metadata can't be had, and why. */
    OutputTopics(Producer<byte[], byte[]> producer, Executor executor, BiConsumer<String, Exception> onFailure) {
        this.producer = producer;
        this.executor = executor;
        this.onFailure = onFailure;
    }

    boolean isKnown(String topic) {
        return known.containsKey(topic);
    }

    /** Returns the number of partitions of {@code topic}, which is known. */
    int partitions(String topic) {
        return known.getOrDefault(topic, 1);
    }

    /** Returns the topics that it can be sent to. */
    Set<String> known() {
        return Set.copyOf(known.keySet());
    }

    /** Fetches the metadata of {@code topic} and waits for it. */
    void await(String topic) {
        known.put(topic, producer.partitionsFor(topic).size());
    }

    /** Has the metadata of {@code topic} fetched by another thread, and {@code worker} woken when it is there. */
    void seek(String topic, WakeUp worker) {
        boolean first;
        synchronized (waiting) {
            first = !waiting.containsKey(topic);
            waiting.computeIfAbsent(topic, any -> new HashSet<>()).add(worker);
        }
        if (first) {
            executor.execute(() -> fetch(topic));
        } else if (isKnown(topic)) {
            worker.wakeUp();
        }
    }

    private void fetch(String topic) {
        try {
            await(topic);
        } catch (Exception e) {
            onFailure.accept(topic, e);
            return;
        } catch (Throwable e) { // an Error must not end this thread unseen: the worker would wait for ever
            onFailure.accept(topic, new IllegalStateException("The look-up of a topic failed", e));
            return;
        }
        waitingFor(topic).forEach(WakeUp::wakeUp);
    }

    private Set<WakeUp> waitingFor(String topic) {
        synchronized (waiting) {
            return Set.copyOf(waiting.getOrDefault(topic, Set.of()));
        }
    }
}
