package io.millrace.testkit.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.testkit.TestInputTopic;
import io.millrace.testkit.TopologyTestDriver;
import io.millrace.testkit.docs.VisitsTopology.Merchant;
import io.millrace.window.Window;
import io.millrace.window.Windowed;
import io.millrace.window.WindowedSerdes;
import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.common.serialization.LongDeserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

class VisitsTest {

    @Test
    void visitsOfAMinuteAreToldOnceThatMinuteIsOver() {
        try (TopologyTestDriver driver = new TopologyTestDriver(VisitsTopology.visits())) {
            TestInputTopic<String, String> visits =
                    driver.createInputTopic("visits", new StringSerializer(), new StringSerializer());
            Instant noon = Instant.parse("2025-12-01T12:00:00Z");

            visits.pipeInput("home", "x", noon);
            visits.pipeInput("home", "x", noon.plusSeconds(59));
            visits.pipeInput("help", "x", noon.plusSeconds(70));

            Windowed<String> minute = new Windowed<>(
                    "home", new Window(noon.toEpochMilli(), noon.plusSeconds(60).toEpochMilli()));
            assertThat(driver.createOutputTopic(
                                    "visits-per-minute",
                                    WindowedSerdes.timeWindowed(Serdes.String(), Duration.ofMinutes(1))
                                            .deserializer(),
                                    new LongDeserializer())
                            .readKeyValuesToMap())
                    .containsOnlyKeys(minute)
                    .containsValue(2L);
        }
    }

    @Test
    void allKindsOfWindowsRunSideBySide() {
        try (TopologyTestDriver driver = new TopologyTestDriver(VisitsTopology.allWindows())) {
            TestInputTopic<String, String> visits =
                    driver.createInputTopic("visits", new StringSerializer(), new StringSerializer());

            visits.pipeInput("home", "2025-12-01T12:00:00Z");
            visits.pipeInput("home", "2025-12-01T13:00:00Z");
            visits.pipeInput("home", "2025-12-01T12:00:00Z");

            assertThat(driver.createOutputTopic("visits-too-late", new StringDeserializer(), new StringDeserializer())
                            .readValuesToList())
                    .containsExactly("2025-12-01T12:00:00Z");
            assertThat(driver.store("sessions").entries()).hasSize(1);
        }
    }

    @Test
    void whatWasWrittenIsReadWithTheSameSerde() {
        try (TopologyTestDriver driver = new TopologyTestDriver(VisitsTopology.reader())) {
            driver.createInputTopic(
                            "visits-per-minute",
                            WindowedSerdes.timeWindowed(Serdes.String(), Duration.ofMinutes(1))
                                    .serializer(),
                            Serdes.Long().serializer())
                    .pipeInput(new Windowed<>("home", new Window(0, 60_000)), 2L);

            assertThat(driver.assignment()).hasSize(1);
        }
    }

    @Test
    void aGlobalTableIsAskedByAnyKey() {
        Serde<Merchant> merchants = Serdes.serdeFrom(
                (topic, merchant) -> Serdes.String().serializer().serialize(topic, merchant.risk()),
                (topic, bytes) -> new Merchant(Serdes.String().deserializer().deserialize(topic, bytes)));
        try (TopologyTestDriver driver = new TopologyTestDriver(VisitsTopology.merchants(merchants))) {
            driver.createInputTopic("merchants", new StringSerializer(), new StringSerializer())
                    .pipeInput("bakery", "low");

            driver.createInputTopic("payments", new StringSerializer(), new StringSerializer())
                    .pipeInput("card", "bakery");

            assertThat(driver.createOutputTopic(
                                    "payments-at-merchants", new StringDeserializer(), new StringDeserializer())
                            .readValuesToList())
                    .containsExactly("bakery low");
        }
    }
}
