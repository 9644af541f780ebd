package io.millrace.testkit.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.testkit.kafka.TestConsumer;
import io.millrace.testkit.kafka.TestKafka;
import io.millrace.testkit.kafka.TestProducer;
import io.millrace.testkit.kafka.WithKafka;
import org.apache.kafka.common.serialization.Serdes;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;

@SpringBootTest(
        classes = TotalsService.class,
        properties = {"totals.input=payments-${millrace.test.id}", "totals.output=totals-${millrace.test.id}"})
@WithKafka(topics = {"${totals.input}", "${totals.output}"})
class TotalsServiceIT {

    @Autowired
    private TestKafka kafka;

    private TestProducer<String, Long> payments;
    private TestConsumer<String, Long> totals;

    @BeforeEach
    void connect(@Value("${totals.input}") String input, @Value("${totals.output}") String output) {
        payments = kafka.producer(input, Serdes.String(), Serdes.Long());
        totals = kafka.consumer(output, Serdes.String(), Serdes.Long());
    }

    @Test
    void aPaymentGivesATotal() {
        payments.send("carol", 10L);

        assertThat(totals.readUntil(total -> total.key().equals("carol")).last().value())
                .isEqualTo(10L);
    }

    @Test
    void everyPaymentGivesATotalAndNothingElse() {
        payments.send("dora", 1L);
        payments.send("dora", 2L);
        kafka.awaitCheckpoint("totals");

        assertThat(totals.readAll().values()).containsExactly(1L, 3L);
    }
}
