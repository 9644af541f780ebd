package io.millrace.testkit.internal.kafka;

import org.testcontainers.DockerClientFactory;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.utility.DockerImageName;

/** Kafka in a container, set up as {@link DevBrokerKafka} is. Thread-safe. */
record ContainerKafka(KafkaContainer container) implements RunningKafka {

    static RunningKafka start(String image) {
        KafkaContainer container = new KafkaContainer(
                        DockerImageName.parse(image).asCompatibleSubstituteFor("apache/kafka"))
                .withEnv("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false")
                .withEnv("KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS", "0");
        try {
            container.start();
        } catch (RuntimeException failure) {
            container.stop();
            throw failure;
        }
        return new ContainerKafka(container);
    }

    /** Returns whether a Docker daemon answers; asks once for each JVM. */
    static boolean canStart() {
        return DockerClientFactory.instance().isDockerAvailable();
    }

    @Override
    public String bootstrapServers() {
        return container.getBootstrapServers();
    }

    @Override
    public void close() {
        container.stop();
    }
}
