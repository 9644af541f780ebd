package io.millrace.samples.fraud.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.mock;

import io.millrace.samples.fraud.APayment;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;
import org.mockito.ArgumentMatchers;
import org.springframework.kafka.KafkaException;
import org.springframework.kafka.core.KafkaTemplate;

class PaymentWriterTest {
    private static final TimeoutException TIMEOUT = new TimeoutException("Not present in metadata");

    private final KafkaTemplate<String, byte[]> template = mock();
    private final PaymentWriter writer = new PaymentWriter(template);

    @Test
    void keysPaymentsByCard() {
        given(template.send(anyRecord())).willReturn(CompletableFuture.completedFuture(null));

        assertThat(writer.write(APayment.clean().payment())).isCompleted();

        then(template)
                .should()
                .send(ArgumentMatchers.<ProducerRecord<String, byte[]>>argThat(record ->
                        record.topic().equals("payments") && record.key().equals("card-1")));
    }

    @Test
    void failsWithKafkasReasonWhenTheSendIsRefused() {
        given(template.send(anyRecord())).willThrow(new KafkaException("Send failed", TIMEOUT));

        assertThat(failure()).isSameAs(TIMEOUT);
    }

    @Test
    void failsWithKafkasReasonWhenTheAnswerIsAFailure() {
        given(template.send(anyRecord()))
                .willReturn(CompletableFuture.failedFuture(new KafkaException("Send failed", TIMEOUT)));

        assertThat(failure()).isSameAs(TIMEOUT);
    }

    private static ProducerRecord<String, byte[]> anyRecord() {
        return any();
    }

    private Throwable failure() {
        return writer.write(APayment.clean().payment())
                .handle((written, failure) -> failure)
                .join();
    }
}
