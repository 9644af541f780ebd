package io.millrace.testkit.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.testkit.TestInputTopic;
import io.millrace.testkit.TestOutputTopic;
import io.millrace.testkit.TopologyTestDriver;
import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

class UnpaidOrdersTest {

    private static final Instant MONDAY = Instant.parse("2025-12-01T12:00:00Z");

    @Test
    void anOrderThatIsNotPaidIsRemindedOfOnce() {
        try (TopologyTestDriver driver = new TopologyTestDriver(UnpaidOrders.topology())) {
            TestInputTopic<String, String> orders =
                    driver.createInputTopic("orders", new StringSerializer(), new StringSerializer());
            TestOutputTopic<String, String> reminders =
                    driver.createOutputTopic("reminders", new StringDeserializer(), new StringDeserializer());

            orders.pipeInput("order-1", "open", MONDAY);
            orders.pipeInput("order-2", "open", MONDAY);
            orders.pipeInput("order-2", "paid", MONDAY.plus(Duration.ofDays(1)));
            orders.pipeInput("order-3", "open", MONDAY.plus(Duration.ofDays(4)));

            assertThat(reminders.readRecord().key()).isEqualTo("order-1");
            assertThat(reminders.isEmpty()).isTrue();
        }
    }
}
