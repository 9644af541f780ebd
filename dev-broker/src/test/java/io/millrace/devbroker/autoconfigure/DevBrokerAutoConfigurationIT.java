package io.millrace.devbroker.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.devbroker.DevBroker;
import io.millrace.devbroker.PortInUseException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.config.TopicBuilder;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.kafka.core.KafkaTemplate;

@ExtendWith(OutputCaptureExtension.class)
class DevBrokerAutoConfigurationIT {
    private final ApplicationContextRunner service = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(DevBrokerAutoConfiguration.class, KafkaAutoConfiguration.class))
            .withPropertyValues(
                    "millrace.dev-broker.enabled=true",
                    "millrace.dev-broker.port=0",
                    "millrace.dev-broker.controller-port=0");

    @Test
    void kafkaClientsOfTheServiceUseTheBroker() {
        service.withUserConfiguration(Topics.class).run(context -> {
            DevBroker broker = context.getBean(DevBroker.class);
            KafkaAdmin admin = context.getBean(KafkaAdmin.class);
            KafkaTemplate<?, ?> template = context.getBean(KafkaTemplate.class);

            assertThat(partitionsOf("payments", admin)).isEqualTo(2);
            assertThat(template.getProducerFactory()
                            .getConfigurationProperties()
                            .get("bootstrap.servers"))
                    .asString()
                    .contains(broker.bootstrapServers());
        });
    }

    @Test
    void securityOfTheRealClusterIsNotAskedOfTheBroker() {
        service.withUserConfiguration(Topics.class)
                .withPropertyValues("spring.kafka.security.protocol=SASL_SSL")
                .run(context -> assertThat(context.getBean(KafkaAdmin.class).describeTopics("payments"))
                        .isNotEmpty());
    }

    @Test
    void startIsLoggedLoudlyOnce(CapturedOutput output) {
        service.run(context -> {
            DevBroker broker = context.getBean(DevBroker.class);

            assertThat(output)
                    .containsOnlyOnce("Development broker started in this JVM at " + broker.bootstrapServers()
                            + " (data in " + broker.dataDirectory() + "). Not for production.");
        });
    }

    @Test
    void propertiesReachTheBroker(@TempDir Path directory) {
        service.withPropertyValues(
                        "millrace.dev-broker.data-directory=" + directory, "millrace.dev-broker.partitions=7")
                .run(context -> {
                    DevBroker broker = context.getBean(DevBroker.class);
                    send(context.getBean(KafkaTemplate.class), "unnamed-before");

                    assertThat(broker.dataDirectory()).isEqualTo(directory.toRealPath());
                    assertThat(partitionsOf("unnamed-before", context.getBean(KafkaAdmin.class)))
                            .isEqualTo(7);
                });
    }

    @Test
    void brokerOutlivesTheClientsOfTheService() {
        List<LateClient> clients = new ArrayList<>();

        service.withUserConfiguration(LateClient.class).run(context -> clients.add(context.getBean(LateClient.class)));

        assertThat(clients.get(0).clusterAtDestruction).matches("[\\w-]{22}");
    }

    @Test
    void brokerStopsWithTheService() {
        List<DevBroker> brokers = new ArrayList<>();

        service.run(context -> brokers.add(context.getBean(DevBroker.class)));

        assertThat(brokers.get(0).dataDirectory()).doesNotExist();
    }

    @Test
    void takenPortFailsTheServiceWithTheReason() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            service.withPropertyValues("millrace.dev-broker.port=" + taken.getLocalPort())
                    .run(context -> assertThat(context)
                            .hasFailed()
                            .getFailure()
                            .hasRootCauseInstanceOf(BindException.class)
                            .hasStackTraceContaining(PortInUseException.class.getName()));
        }
    }

    private static int partitionsOf(String topic, KafkaAdmin admin) {
        return admin.describeTopics(topic)
                .values()
                .iterator()
                .next()
                .partitions()
                .size();
    }

    @SuppressWarnings("unchecked")
    private static void send(KafkaTemplate<?, ?> template, String topic) throws Exception {
        ((KafkaTemplate<String, String>) template).send(topic, "value").get(30, TimeUnit.SECONDS);
    }

    @Configuration(proxyBeanMethods = false)
    static class Topics {

        @Bean
        NewTopic payments() {
            return TopicBuilder.name("payments").partitions(2).build();
        }
    }

    /** Needs the broker until the very end. */
    static class LateClient implements DisposableBean {
        private final KafkaAdmin admin;

        private String clusterAtDestruction = "";

        LateClient(KafkaAdmin admin) {
            this.admin = admin;
        }

        @Override
        public void destroy() {
            clusterAtDestruction = String.valueOf(admin.clusterId());
        }
    }
}
