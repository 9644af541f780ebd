package io.millrace.testkit.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.MillraceEngine;
import io.millrace.runtime.TopologyEnd;
import io.millrace.runtime.TopologySettings;
import io.millrace.runtime.Trigger;
import io.millrace.testkit.kafka.TestConsumer;
import io.millrace.testkit.kafka.TestKafka;
import io.millrace.testkit.kafka.TestProducer;
import io.millrace.testkit.kafka.WithKafka;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.serialization.Serdes;
import org.junit.jupiter.api.Test;

@WithKafka
class TriggersEngineIT {

    @Test
    void aJobEndsByItself(TestKafka kafka) throws InterruptedException {
        String input = kafka.createUniqueTopic("payments", 2);
        String output = kafka.createUniqueTopic("totals", 2);
        TestConsumer<String, Long> totals = kafka.consumer(output, Serdes.String(), Serdes.Long());
        kafka.producer(input, Serdes.String(), Serdes.Long()).send("alice", 10L);
        try (MillraceEngine engine = engine(kafka, input, output, Trigger.availableNow())) {
            engine.start();
            engine.awaitEnd(Duration.ofHours(1));
            engine.topology("totals").end(); // FINISHED, STOPPED (by somebody) or FAILED

            assertThat(engine.topology("totals").end()).contains(TopologyEnd.FINISHED);
        }
        assertThat(totals.readAll().newestByKey()).isEqualTo(Map.of("alice", 10L));
    }

    @Test
    void theTriggerIsSwitchedWhileItRuns(TestKafka kafka) {
        String input = kafka.createUniqueTopic("payments", 2);
        String output = kafka.createUniqueTopic("totals", 2);
        TestProducer<String, Long> payments = kafka.producer(input, Serdes.String(), Serdes.Long());
        TestConsumer<String, Long> totals = kafka.consumer(output, Serdes.String(), Serdes.Long());
        try (MillraceEngine engine = engine(kafka, input, output, Trigger.realTime())) {
            engine.start();
            payments.send("alice", 10L);
            engine.topology("totals").switchTrigger(Trigger.processingTime(Duration.ofMillis(500)));
            payments.send("alice", 5L);
            kafka.awaitCheckpoint("totals");
        }

        assertThat(totals.readAll().newestByKey()).isEqualTo(Map.of("alice", 15L));
    }

    private static MillraceEngine engine(TestKafka kafka, String input, String output, Trigger trigger) {
        return MillraceEngine.builder()
                .applicationId(kafka.applicationId())
                .kafkaProperties(kafka.clientProperties())
                .topology(TotalsTopology.totals(input, output))
                .defaultSettings(TopologySettings.defaults().withTrigger(trigger))
                .build();
    }
}
