package io.millrace.internal.kafka;

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
    private final Set<String> known = ConcurrentHashMap.newKeySet();
    private final Set<String> soughtAfter = ConcurrentHashMap.newKeySet();

    /** {@code onFailure} takes a topic whose metadata can't be had, and why. */
    OutputTopics(Producer<byte[], byte[]> producer, Executor executor, BiConsumer<String, Exception> onFailure) {
        this.producer = producer;
        this.executor = executor;
        this.onFailure = onFailure;
    }

    boolean isKnown(String topic) {
        return known.contains(topic);
    }

    /** Fetches the metadata of {@code topic} and waits for it. */
    void await(String topic) {
        producer.partitionsFor(topic);
        known.add(topic);
    }

    /** Fetches the metadata of {@code topic}, and runs {@code whenKnown} on another thread when it is there. */
    void seek(String topic, Runnable whenKnown) {
        if (soughtAfter.add(topic)) {
            executor.execute(() -> fetch(topic, whenKnown));
        }
    }

    private void fetch(String topic, Runnable whenKnown) {
        try {
            await(topic);
            whenKnown.run();
        } catch (RuntimeException e) {
            onFailure.accept(topic, e);
        }
    }
}
