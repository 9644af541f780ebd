package io.millrace.testkit.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.testkit.TestInputTopic;
import io.millrace.testkit.TopologyTestDriver;
import java.time.Instant;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CardProfilesTest {

    @Test
    void aCardThatHasPaidMuchIsSuspicious() {
        try (TopologyTestDriver driver = new TopologyTestDriver(CardProfiles.suspicious())) {
            TestInputTopic<String, String> payments = payments(driver);

            payments.pipeInput("card-1", "9000");
            payments.pipeInput("card-1", "2000");

            assertThat(read(driver, "suspicious-cards")).isEqualTo("11000");
        }
    }

    @Test
    void aProcessorHasAStoreOfItsOwn() {
        try (TopologyTestDriver driver = new TopologyTestDriver(CardProfiles.gaps())) {
            Instant before = driver.now();

            payments(driver).pipeInput("card-1", "bakery");

            assertThat(driver.<String, Instant>store("last-seen").get("card-1")).isAfterOrEqualTo(before);
        }
    }

    @Test
    void aLargePaymentIsAnAlert() {
        try (TopologyTestDriver driver = new TopologyTestDriver(new LargePayments().largePayments())) {
            TestInputTopic<String, String> payments = payments(driver);

            payments.pipeInput("card-1", "10000");
            payments.pipeInput("card-1", "10001");

            assertThat(read(driver, "alerts")).isEqualTo("10001 is much");
        }
    }

    private static TestInputTopic<String, String> payments(TopologyTestDriver driver) {
        return driver.createInputTopic("payments", new StringSerializer(), new StringSerializer());
    }

    /** Returns the value of the first record of {@code topic}. */
    private static @Nullable String read(TopologyTestDriver driver, String topic) {
        return driver.createOutputTopic(topic, new StringDeserializer(), new StringDeserializer())
                .readValue();
    }
}
