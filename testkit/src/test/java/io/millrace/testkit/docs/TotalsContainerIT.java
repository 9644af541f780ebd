package io.millrace.testkit.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.testkit.kafka.TestConsumer;
import io.millrace.testkit.kafka.TestKafka;
import io.millrace.testkit.kafka.WithKafka;
import org.apache.kafka.common.serialization.Serdes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.testcontainers.service.connection.ServiceConnection;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.testcontainers.kafka.KafkaContainer;

@EnabledIfSystemProperty(named = "millrace.test.kafka", matches = "container.*", disabledReason = "needs -Pcontainers")
@SpringBootTest(
        classes = TotalsService.class,
        properties = {"totals.input=payments", "totals.output=totals"})
@Import(TotalsContainerIT.Containers.class)
@WithKafka(topics = {"payments", "totals"})
class TotalsContainerIT {

    @TestConfiguration(proxyBeanMethods = false)
    static class Containers {

        @Bean
        @ServiceConnection
        KafkaContainer kafkaContainer() {
            return new KafkaContainer("apache/kafka:4.2.2");
        }
    }

    @Autowired
    private TestKafka kafka;

    @Test
    void theContainerGoesBeforeTheSharedKafka(@Autowired KafkaContainer container) {
        assertThat(container.getBootstrapServers()).contains(kafka.bootstrapServers());
    }

    @Test
    void totalsAreWritten() {
        TestConsumer<String, Long> totals = kafka.consumer("totals", Serdes.String(), Serdes.Long());

        kafka.producer("payments", Serdes.String(), Serdes.Long()).send("erin", 10L);
        kafka.awaitCheckpoint("totals");

        assertThat(totals.readAll().values()).containsExactly(10L);
    }
}
