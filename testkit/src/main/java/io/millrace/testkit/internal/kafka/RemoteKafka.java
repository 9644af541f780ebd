package io.millrace.testkit.internal.kafka;

/** A Kafka that runs anyway and outlives the tests. Immutable. */
record RemoteKafka(String bootstrapServers) implements RunningKafka {

    @Override
    public void close() {
        // It is not ours to stop.
    }
}
