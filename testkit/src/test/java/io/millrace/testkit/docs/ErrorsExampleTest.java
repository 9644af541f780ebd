package io.millrace.testkit.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.errors.ErrorPolicy;
import io.millrace.runtime.DeadLetterHeaders;
import io.millrace.runtime.ErrorSettings;
import io.millrace.runtime.TopologySettings;
import io.millrace.testkit.TestInputTopic;
import io.millrace.testkit.TestRecord;
import io.millrace.testkit.TopologyTestDriver;
import io.millrace.topology.Consumed;
import io.millrace.topology.Topology;
import io.millrace.topology.TopologyBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

class ErrorsExampleTest {

    private boolean away;

    @Test
    void whatCantBeReadIsADeadLetter() {
        Topology topology = new LargePayments().largePayments();
        try (TopologyTestDriver driver = TopologyTestDriver.builder(topology)
                .settings(TopologySettings.defaults()
                        .withErrors(ErrorSettings.defaults().withPolicy(ErrorPolicy.deadLetter())))
                .build()) {
            TestInputTopic<String, String> payments =
                    driver.createInputTopic("payments", new StringSerializer(), new StringSerializer());

            payments.pipeInput("card-1", "no number");

            TestRecord<byte[], byte[]> letter = driver.deadLetters().readRecord();
            assertThat(letter.value()).asString().isEqualTo("no number");
            assertThat(DeadLetterHeaders.text(letter.headers(), DeadLetterHeaders.EXCEPTION))
                    .contains("java.lang.NumberFormatException");
        }
    }

    @Test
    void whatIsAwayIsTriedAgain() {
        TopologyBuilder builder = TopologyBuilder.named("payments").defaultSerdes(Serdes.String(), Serdes.String());
        builder.stream("payments", Consumed.with(Serdes.String(), Serdes.String()))
                .stage("score", 1)
                .mapValues(this::score)
                .to("scored");
        TopologySettings settings = ErrorsExample.settings();
        try (TopologyTestDriver driver = TopologyTestDriver.builder(builder.build())
                .settings(settings.withErrors(settings.errors().withHandler(ErrorsExample.retryingOutages())))
                .build()) {
            away = true;
            driver.createInputTopic("payments", new StringSerializer(), new StringSerializer())
                    .pipeInput("card-1", "12");
            assertThat(driver.errors().parked()).isEqualTo(1);

            away = false;
            driver.advanceWallClockTime(Duration.ofSeconds(1));

            assertThat(driver.createOutputTopic("scored", new StringDeserializer(), new StringDeserializer())
                            .readValue())
                    .isEqualTo("12 scored");
        }
    }

    private String score(String payment) {
        if (away) {
            throw new UncheckedIOException(new IOException("nobody answers"));
        }
        return payment + " scored";
    }
}
