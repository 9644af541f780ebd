package io.millrace.internal.kafka;

import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.producer.Producer;

/** A producer of outputs, and the topics that it can send to without waiting. Thread-safe. */
record SinkRoute(Producer<byte[], byte[]> producer, OutputTopics topics) {

    /**
     * Makes the route through {@code producer}. A topic's first send would wait for its metadata, so that is fetched before.
     *
     * @param executor may block; looks for topics that are named record by record
     * @param onFailure takes a topic whose metadata can't be had, and why
     */
    static SinkRoute through(
            Producer<byte[], byte[]> producer,
            OutputSizes sizes,
            Executor executor,
            BiConsumer<String, Exception> onFailure) {
        return new SinkRoute(
                producer,
                new OutputTopics(
                        topic -> {
                            producer.partitionsFor(topic);
                            sizes.find(topic);
                        },
                        executor,
                        onFailure));
    }
}
