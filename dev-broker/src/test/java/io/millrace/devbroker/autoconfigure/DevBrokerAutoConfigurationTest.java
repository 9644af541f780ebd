package io.millrace.devbroker.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.devbroker.DevBroker;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.boot.kafka.autoconfigure.KafkaConnectionDetails;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@ExtendWith(OutputCaptureExtension.class)
class DevBrokerAutoConfigurationTest {
    private final ApplicationContextRunner service = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(DevBrokerAutoConfiguration.class, KafkaAutoConfiguration.class));

    private final ApplicationContextRunner enabled =
            service.withPropertyValues("millrace.dev-broker.enabled=true", "millrace.dev-broker.port=0");

    @Test
    void offByDefault() {
        service.run(context -> assertThat(context)
                .hasNotFailed()
                .doesNotHaveBean(DevBroker.class)
                .doesNotHaveBean(DevBrokerProperties.class));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "spring.kafka.bootstrap-servers=kafka:9092",
                "spring.kafka.bootstrap-servers[0]=kafka:9092",
                "spring.kafka.consumer.bootstrap-servers=kafka:9092",
                "spring.kafka.properties.bootstrap.servers=kafka:9092"
            })
    void givesWayToConfiguredServers(String property) {
        enabled.withPropertyValues(property)
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(DevBroker.class));
    }

    @Test
    void givesWayToConnectionDetailsOfTheService() {
        enabled.withUserConfiguration(OwnConnection.class).run(context -> {
            assertThat(context).hasNotFailed().doesNotHaveBean(DevBroker.class);
            assertThat(context.getBean(KafkaConnectionDetails.class).getBootstrapServers())
                    .containsExactly("container:9092");
        });
    }

    @Test
    void tellsThatItGaveWay(CapturedOutput output) {
        enabled.withUserConfiguration(OwnConnection.class)
                .run(context -> assertThat(output).containsOnlyOnce("Development broker not started although"));
    }

    @Test
    void saysNothingWhenNotEnabled(CapturedOutput output) {
        service.run(context -> assertThat(output).doesNotContain("Development broker"));
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnConnection {

        @Bean
        KafkaConnectionDetails ownConnectionDetails() {
            return () -> List.of("container:9092");
        }
    }
}
