package io.millrace.testkit.internal.kafka;

/** A Kafka that serves clients until it is closed. Thread-safe. */
interface RunningKafka extends AutoCloseable {

    String bootstrapServers();

    /** Stops it, if it was started for the tests. */
    @Override
    void close();
}
