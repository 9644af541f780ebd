package io.millrace.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class DeadLetterHeadersTest {

    private final Headers headers = new RecordHeaders();

    @Test
    void valuesAreReadAsTheyWereWritten() {
        headers.add(DeadLetterHeaders.STAGE, DeadLetterHeaders.value("prüfen"))
                .add(DeadLetterHeaders.ORIGINAL_PARTITION, DeadLetterHeaders.value(3))
                .add(DeadLetterHeaders.ORIGINAL_OFFSET, DeadLetterHeaders.value(1L << 40));

        assertThat(DeadLetterHeaders.text(headers, DeadLetterHeaders.STAGE)).contains("prüfen");
        assertThat(DeadLetterHeaders.number(headers, DeadLetterHeaders.ORIGINAL_PARTITION))
                .hasValue(3);
        assertThat(DeadLetterHeaders.longNumber(headers, DeadLetterHeaders.ORIGINAL_OFFSET))
                .hasValue(1L << 40);
    }

    @Test
    void numbersAreBigEndianAsSpringKafkasAre() {
        assertThat(DeadLetterHeaders.value(258)).containsExactly(0, 0, 1, 2);
        assertThat(DeadLetterHeaders.value(258L)).containsExactly(0, 0, 0, 0, 0, 0, 1, 2);
    }

    @Test
    void whatIsMissingOrOfAnotherFormIsEmpty() {
        headers.add(DeadLetterHeaders.ORIGINAL_PARTITION, new byte[] {1}).add(DeadLetterHeaders.ORIGINAL_OFFSET, null);

        assertThat(DeadLetterHeaders.number(headers, DeadLetterHeaders.ORIGINAL_PARTITION))
                .isEmpty();
        assertThat(DeadLetterHeaders.longNumber(headers, DeadLetterHeaders.ORIGINAL_OFFSET))
                .isEmpty();
        assertThat(DeadLetterHeaders.text(headers, DeadLetterHeaders.STAGE)).isEmpty();
    }

    @Test
    void aRecordsOwnHeadersAreLeft() {
        headers.add("trace", new byte[] {1})
                .add(DeadLetterHeaders.ORIGINAL_TOPIC, DeadLetterHeaders.value("payments"))
                .add(DeadLetterHeaders.EXCEPTION, DeadLetterHeaders.value("Broken"))
                .add("added-by-an-interceptor", new byte[] {2});

        assertThat(DeadLetterHeaders.withoutAdded(headers))
                .extracting(Header::key)
                .containsExactly("trace", "added-by-an-interceptor");
    }

    @Test
    void aRecordThatWasADeadLetterBeforeIsThatAgain() {
        headers.add(DeadLetterHeaders.ORIGINAL_TOPIC, DeadLetterHeaders.value("first"))
                .add(DeadLetterHeaders.EXCEPTION_CAUSE, DeadLetterHeaders.value("First"))
                .add(DeadLetterHeaders.ORIGINAL_TOPIC, DeadLetterHeaders.value("second"))
                .add(DeadLetterHeaders.EXCEPTION, DeadLetterHeaders.value("Second"));

        assertThat(DeadLetterHeaders.text(headers, DeadLetterHeaders.ORIGINAL_TOPIC))
                .contains("second");
        assertThat(DeadLetterHeaders.withoutAdded(headers))
                .extracting(Header::key)
                .containsExactly(DeadLetterHeaders.ORIGINAL_TOPIC, DeadLetterHeaders.EXCEPTION_CAUSE);
    }
}
