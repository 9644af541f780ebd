package io.millrace.internal.stage;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.errors.RetryPolicy;
import io.millrace.internal.exchange.Cause;
import io.millrace.internal.exchange.Origin;
import io.millrace.processor.Record;
import io.millrace.trace.TraceStep;
import java.math.BigDecimal;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

/** What records weigh in their batch, which is full with 1,000 bytes. */
class ExternalSinkOperatorTest {

    private final SteppedBatches sink = new SteppedBatches(RetryPolicy.defaults());
    private final CurrentRecord current = new CurrentRecord();
    private final ExternalSinkOperator operator = new ExternalSinkOperator(sink.batches, current, null);

    @Test
    void textsAndByteArraysCountWithTheirLength() {
        put("k".repeat(100), new byte[400], origin(1));
        assertThat(sink.batches.isReady()).isTrue();
        put("k".repeat(100), "v".repeat(400), origin(1));

        assertThat(sink.batches.isReady()).isFalse();
    }

    @Test
    void otherObjectsCountWithTheInputThatTheyWereMadeOf() {
        put(1L, BigDecimal.ONE, origin(500));
        assertThat(sink.batches.isReady()).isTrue();
        put(1L, BigDecimal.ONE, origin(500));

        assertThat(sink.batches.isReady()).isFalse();
    }

    @Test
    void anInputCountsOnceForAllThatWasMadeOfIt() {
        Origin large = origin(900);
        put(1L, BigDecimal.ONE, large);
        put(2L, BigDecimal.ONE, large);
        put(3L, BigDecimal.ONE, large);
        assertThat(sink.batches.isReady()).isTrue();
        put("k", "v".repeat(100), large);

        assertThat(sink.batches.isReady()).isFalse();
    }

    private void put(Object key, Object value, Origin origin) {
        Record<Object, Object> record = new Record<>(key, value, 0, new RecordHeaders());
        current.begin(record, origin);
        operator.process(record);
        current.end();
    }

    private Origin origin(int bytes) {
        return new Origin(sink.assignment, 0, 0, 0, Cause.UNKEPT_INPUT, bytes, TraceStep.NONE);
    }
}
