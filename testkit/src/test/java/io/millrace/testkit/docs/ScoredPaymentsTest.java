package io.millrace.testkit.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.testkit.TestInputTopic;
import io.millrace.testkit.TestOutputTopic;
import io.millrace.testkit.TopologyTestDriver;
import io.millrace.topology.Topology;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

class ScoredPaymentsTest {

    @Test
    void aPaymentIsScored() {
        assertThat(scoreOf("99.90", ScoredPayments.scored(payment -> CompletableFuture.completedFuture("low"))))
                .isEqualTo("low");
    }

    @Test
    void theTestAnswers() {
        CompletableFuture<String> answer = new CompletableFuture<>();
        try (TopologyTestDriver driver = TopologyTestDriver.builder(ScoredPayments.scored(payment -> answer))
                .callPatience(Duration.ZERO)
                .build()) {
            TestInputTopic<String, String> payments =
                    driver.createInputTopic("payments", new StringSerializer(), new StringSerializer());
            TestOutputTopic<String, String> scores =
                    driver.createOutputTopic("scores", new StringDeserializer(), new StringDeserializer());
            payments.pipeInput("card-1", "99.90");
            assertThat(scores.isEmpty()).isTrue();

            answer.complete("low");
            driver.advanceWallClockTime(Duration.ZERO); // has it look

            assertThat(scores.readValue()).isEqualTo("low");
        }
    }

    @Test
    void withoutAnAnswerTheScoreIsUnknown() {
        Topology topology = ScoredPayments.scoredOrUnknown(
                payment -> CompletableFuture.failedFuture(new IllegalStateException("The service is away")));

        assertThat(scoreOf("99.90", topology)).isEqualTo("unknown");
    }

    @Test
    void paymentsAreScoredTogether() {
        Topology topology =
                ScoredPayments.scoredInBatches(payment -> CompletableFuture.completedFuture("score of " + payment));

        assertThat(scoreOf("99.90", topology)).isEqualTo("score of 99.90");
    }

    private static String scoreOf(String payment, Topology topology) {
        try (TopologyTestDriver driver = new TopologyTestDriver(topology)) {
            driver.createInputTopic("payments", new StringSerializer(), new StringSerializer())
                    .pipeInput("card-1", payment);
            driver.advanceWallClockTime(Duration.ofMillis(100));
            return driver.createOutputTopic("scores", new StringDeserializer(), new StringDeserializer())
                    .readKeyValue()
                    .value();
        }
    }
}
