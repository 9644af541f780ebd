package io.millrace.spring.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.trace.TracePlace;
import io.millrace.trace.TraceStep;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ObservedRecordsTest {

    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String PARENT = "b7ad6b7169203331";
    private static final String SAMPLED = "00-" + TRACE + "-" + PARENT + "-01";
    private static final String NOT_SAMPLED = "00-" + TRACE + "-" + PARENT + "-00";
    private static final TracePlace FIRST = new TracePlace("fraud", "read");
    private static final TracePlace SECOND = new TracePlace("fraud", "score");

    private final Tracing always = new Tracing(1);
    private final Tracing never = new Tracing(0);

    @AfterEach
    void close() {
        always.close();
        never.close();
    }

    @Test
    void aRecordGoesOnWithTheTraceThatItComesWith() {
        begin(always, headers("traceparent", SAMPLED)).end();

        SpanData span = always.spans().get(0);
        assertThat(span.getTraceId()).isEqualTo(TRACE);
        assertThat(span.getParentSpanId()).isEqualTo(PARENT);
        assertThat(span.getKind()).isEqualTo(SpanKind.CONSUMER);
        assertThat(span.getName()).isEqualTo("process payments");
    }

    @Test
    void itIsRecordedWhateverTheServiceWouldSample() {
        begin(never, headers("traceparent", SAMPLED)).end();

        assertThat(never.spans())
                .singleElement()
                .extracting(SpanData::getTraceId)
                .isEqualTo(TRACE);
    }

    @Test
    void eachStepFollowsFromTheOneBeforeWhicheverThreadTakesIt() throws Exception {
        TraceStep record = begin(always, headers("traceparent", SAMPLED));
        record.end();
        Thread other = new Thread(() -> {
            TraceStep stage = record.next(TraceStep.Kind.STAGE, SECOND, "score");
            TraceStep.Scope scope = stage.enter();
            TraceStep call = stage.next(TraceStep.Kind.CALL, SECOND, "ask");
            scope.close();
            call.end();
            stage.end();
        });
        other.start();
        other.join();

        SpanData first = always.spans().get(0);
        SpanData call = always.spans().get(1);
        SpanData stage = always.spans().get(2);
        assertThat(stage.getParentSpanId()).isEqualTo(first.getSpanId());
        assertThat(stage.getName()).isEqualTo("stage score");
        assertThat(call.getParentSpanId()).isEqualTo(stage.getSpanId());
        assertThat(call.getName()).isEqualTo("call ask");
    }

    @Test
    void anOutputCarriesItsOwnStep() {
        TraceStep record = begin(always, headers("traceparent", SAMPLED));
        Headers output = headers("traceparent", "what a user has left there");
        record.output(SECOND, "alerts", output).end();

        SpanData span = always.spans().get(0);
        assertThat(span.getKind()).isEqualTo(SpanKind.PRODUCER);
        assertThat(TraceHeaders.get(output, "traceparent")).isEqualTo("00-" + TRACE + "-" + span.getSpanId() + "-01");
        assertThat(output.headers("traceparent")).hasSize(1);
    }

    @Test
    void baggageAndStateOfTheTraceTravelWithIt() {
        Headers input = headers("traceparent", SAMPLED);
        TraceHeaders.set(input, "tracestate", "vendor=1");
        TraceHeaders.set(input, "baggage", "tenant=blue");
        Headers output = new RecordHeaders();

        begin(always, input).next(TraceStep.Kind.STAGE, SECOND, "score").output(SECOND, "alerts", output);

        assertThat(TraceHeaders.get(output, "tracestate")).isEqualTo("vendor=1");
        assertThat(TraceHeaders.get(output, "baggage")).isEqualTo("tenant=blue");
    }

    @Test
    void codeWithinAStepSeesItsSpan() {
        TraceStep record = begin(always, headers("traceparent", SAMPLED));

        TraceStep.Scope scope = record.enter();
        assertThat(always.tracer.currentSpan().context().traceId()).isEqualTo(TRACE);
        scope.close();
        assertThat(always.tracer.currentSpan()).isNull();
    }

    @Test
    void aTraceThatIsNotSampledIsPassedOnAndNotRecorded() {
        TraceStep record = begin(always, headers("traceparent", NOT_SAMPLED));
        Headers output = new RecordHeaders();
        record.next(TraceStep.Kind.STAGE, SECOND, "score")
                .output(SECOND, "alerts", output)
                .end();

        assertThat(TraceHeaders.get(output, "traceparent")).isEqualTo(NOT_SAMPLED);
        assertThat(always.spans()).isEmpty();
    }

    @Test
    void whatAUserHasPutThereGoesBeforeATraceThatIsOnlyPassedOn() {
        Headers output = headers("traceparent", SAMPLED);

        begin(always, headers("traceparent", NOT_SAMPLED)).output(SECOND, "alerts", output);

        assertThat(TraceHeaders.get(output, "traceparent")).isEqualTo(SAMPLED);
    }

    @Test
    void aRecordWithoutATraceBeginsOneIfTheSamplerSaysSo() {
        begin(always, new RecordHeaders()).end();

        assertThat(always.spans()).singleElement().satisfies(span -> assertThat(
                        span.getParentSpanContext().isValid())
                .isFalse());
    }

    @Test
    void elseItBeginsNoneAndItsOutputsCarryNone() {
        Headers output = new RecordHeaders();
        TraceStep record = begin(never, new RecordHeaders());
        record.output(SECOND, "alerts", output);

        assertThat(record).isSameAs(TraceStep.NONE);
        assertThat(output).isEmpty();
        assertThat(never.spans()).isEmpty();
    }

    @Test
    void theSamplerIsAskedForSoManyNewOnesOnly() {
        ObservedRecords records = always.records(3);
        IntStream.range(0, 100).forEach(any -> records.begin(FIRST, "payments", new RecordHeaders(), 0)
                .end());
        records.begin(FIRST, "payments", headers("traceparent", SAMPLED), 0).end();

        assertThat(always.spans()).hasSize(4);
    }

    @Test
    void brokenHeadersAreAsGoodAsNone() {
        List.of("", "00-", "nonsense", "00-" + "0".repeat(32) + "-" + PARENT + "-01", SAMPLED.substring(0, 54))
                .forEach(broken -> begin(always, headers("traceparent", broken)).end());

        assertThat(always.spans()).hasSize(5).allSatisfy(span -> assertThat(
                        span.getParentSpanContext().isValid())
                .isFalse());
    }

    @Test
    void aFailureIsToldWithoutWhatItSays() {
        TraceStep record = begin(always, headers("traceparent", SAMPLED));
        record.failed(new IllegalStateException("card 4111", new RuntimeException("card 4111")));
        record.end();

        SpanData span = always.spans().get(0);
        assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
        assertThat(span.getAttributes().asMap().values()).contains("java.lang.IllegalStateException");
        assertThat(span.toString() + span.getEvents()).doesNotContain("4111");
    }

    @Test
    void whatComesAfterItsEndChangesNothing() {
        TraceStep record = begin(always, headers("traceparent", SAMPLED));
        record.end();
        record.failed(new IllegalStateException());
        record.end();

        assertThat(always.spans())
                .singleElement()
                .satisfies(span -> assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET));
    }

    @Test
    void whatFollowsFromAStepThatIsLeftOutFollowsFromTheOneBefore() {
        always.registry
                .observationConfig()
                .observationPredicate((name, context) -> !name.equals(StreamObservation.STAGE.getName()));
        TraceStep record = begin(always, headers("traceparent", SAMPLED));
        TraceStep stage = record.next(TraceStep.Kind.STAGE, SECOND, "score");
        stage.output(SECOND, "alerts", new RecordHeaders()).end();
        stage.end();
        record.end();

        assertThat(always.spans()).extracting(SpanData::getName).containsExactly("send alerts", "process payments");
        assertThat(always.spans().get(0).getParentSpanId())
                .isEqualTo(always.spans().get(1).getSpanId());
    }

    @Test
    void itTellsWhereItIsAndNothingOfTheRecord() {
        Headers headers = headers("traceparent", SAMPLED);
        headers.add("secret", "4111".getBytes(StandardCharsets.UTF_8));
        begin(always, headers).end();

        assertThat(always.spans().get(0).getAttributes().asMap())
                .extractingFromEntries(entry -> entry.getKey().getKey() + "=" + entry.getValue())
                .containsExactlyInAnyOrder(
                        "millrace.topology=fraud",
                        "millrace.stage=read",
                        "messaging.system=kafka",
                        "messaging.destination.name=payments",
                        "messaging.operation.type=process");
    }

    private static TraceStep begin(Tracing tracing, Headers headers) {
        return tracing.records(1_000).begin(FIRST, "payments", headers, 0);
    }

    private static Headers headers(String name, String value) {
        return new RecordHeaders().add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
