package io.millrace.testkit.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.runtime.TopologySettings;
import io.millrace.runtime.Trigger;
import io.millrace.testkit.TestInputTopic;
import io.millrace.testkit.TopologyTestDriver;
import java.time.Duration;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

class BatchExampleTest {

    private final BatchExample.Database database = new BatchExample.Database();

    @Test
    void aDatabaseThatKeepsTheNumberHasEachRecordOnce() {
        TopologySettings settings =
                TopologySettings.defaults().withTrigger(Trigger.processingTime(Duration.ofMillis(500)));
        try (TopologyTestDriver driver = TopologyTestDriver.builder(BatchExample.into(database))
                .settings(settings)
                .build()) {
            TestInputTopic<String, String> payments =
                    driver.createInputTopic("payments", new StringSerializer(), new StringSerializer());

            payments.pipeInput("card-1", "bakery");
            driver.advanceEpoch();
            driver.crash();
            driver.restart();
            payments.pipeInput("card-1", "butcher");
            driver.advanceEpoch();

            assertThat(database.values()).containsExactly("bakery", "butcher");
        }
    }
}
