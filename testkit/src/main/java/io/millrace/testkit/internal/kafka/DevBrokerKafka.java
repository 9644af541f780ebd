package io.millrace.testkit.internal.kafka;

import io.millrace.devbroker.DevBroker;
import io.millrace.devbroker.DevBrokerSettings;

/** The development broker, in this JVM, on free ports. Topics come into being only on request, so that a typo shows. Thread-safe. */
record DevBrokerKafka(DevBroker broker) implements RunningKafka {

    static RunningKafka start() {
        return new DevBrokerKafka(DevBroker.start(
                DevBrokerSettings.defaults().withPort(0).withControllerPort(0).withAutoCreateTopics(false)));
    }

    @Override
    public String bootstrapServers() {
        return broker.bootstrapServers();
    }

    @Override
    public void close() {
        broker.close();
    }
}
