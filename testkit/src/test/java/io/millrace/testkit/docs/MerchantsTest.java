package io.millrace.testkit.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.processor.KeyValue;
import io.millrace.testkit.TestInputTopic;
import io.millrace.testkit.TestOutputTopic;
import io.millrace.testkit.TopologyTestDriver;
import org.apache.kafka.common.serialization.LongDeserializer;
import org.apache.kafka.common.serialization.LongSerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

class MerchantsTest {

    @Test
    void paymentsAreCountedByMerchant() {
        try (TopologyTestDriver driver = new TopologyTestDriver(MerchantsTopology.merchants())) {
            TestInputTopic<String, String> payments = payments(driver);
            TestOutputTopic<String, Long> merchants =
                    driver.createOutputTopic("merchants", new StringDeserializer(), new LongDeserializer());

            payments.pipeInput("card-1", "bakery");
            payments.pipeInput("card-2", "bakery");

            assertThat(merchants.readKeyValuesToList())
                    .containsExactly(KeyValue.pair("bakery", 1L), KeyValue.pair("bakery", 2L));
        }
    }

    @Test
    void stateByTheNewKeyMayFollowARepartition() {
        try (TopologyTestDriver driver = new TopologyTestDriver(MerchantsTopology.limits())) {
            TestInputTopic<String, String> payments = payments(driver);

            payments.pipeInput("card-1", "bakery");
            payments.pipeInput("card-2", "bakery");

            assertThat(driver.<String, Long>store("spent").get("bakery")).isEqualTo(2L);
        }
    }

    @Test
    void outputsHaveIdsOnRequest() {
        try (TopologyTestDriver driver = new TopologyTestDriver(MerchantsTopology.scoring())) {
            payments(driver).pipeInput("card-1", "bakery");

            assertThat(driver.createOutputTopic("scores", new StringDeserializer(), new LongDeserializer())
                            .readRecord()
                            .headers()
                            .lastHeader("millrace-origin"))
                    .isNotNull();
        }
    }

    @Test
    void aReaderMayAskForReplaysToBeDropped() {
        try (TopologyTestDriver driver = new TopologyTestDriver(MerchantsTopology.totals())) {
            driver.createInputTopic("scores", new StringSerializer(), new LongSerializer())
                    .pipeInput("card-1", 6L);

            assertThat(driver.<String, Long>store("totals").get("card-1")).isEqualTo(6L);
        }
    }

    private static TestInputTopic<String, String> payments(TopologyTestDriver driver) {
        return driver.createInputTopic("payments", new StringSerializer(), new StringSerializer());
    }
}
