package io.millrace.testkit.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.testkit.TestInputTopic;
import io.millrace.testkit.TopologyTestDriver;
import java.time.Instant;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

class ClicksTest {

    @Test
    void aClickIsJoinedOnceWithWhatWasShownSoonBefore() {
        try (TopologyTestDriver driver = new TopologyTestDriver(ClicksTopology.clicks())) {
            input(driver, "countries").pipeInput("ada", "England");
            input(driver, "views").pipeInput("ada", "old page", Instant.ofEpochSecond(100));
            input(driver, "views").pipeInput("ada", "page", Instant.ofEpochSecond(1_000));
            input(driver, "clicks").pipeInput("ada", "click 7", Instant.ofEpochSecond(1_010));
            input(driver, "clicks").pipeInput("ada", "click 7", Instant.ofEpochSecond(1_011));

            assertThat(driver.createOutputTopic(
                                    "clicks-on-views", new StringDeserializer(), new StringDeserializer())
                            .readValuesToList())
                    .containsExactly("click 7 on page from England");
        }
    }

    private static TestInputTopic<String, String> input(TopologyTestDriver driver, String topic) {
        return driver.createInputTopic(topic, new StringSerializer(), new StringSerializer());
    }
}
