package io.millrace.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.errors.ErrorPolicy;
import io.millrace.errors.RecordFailedException;
import io.millrace.errors.RetryPolicy;
import io.millrace.processor.AsyncMapper;
import io.millrace.processor.KeyValue;
import io.millrace.runtime.Delivery;
import io.millrace.runtime.EpochProgress;
import io.millrace.runtime.ErrorSettings;
import io.millrace.runtime.TopologySettings;
import io.millrace.state.Materialized;
import io.millrace.topology.Async;
import io.millrace.topology.Grouped;
import io.millrace.topology.KStream;
import io.millrace.topology.Produced;
import io.millrace.topology.Topology;
import io.millrace.topology.TopologyBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;
import org.apache.kafka.common.serialization.Serdes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AsyncDriverTest {

    private final Calls calls = new Calls();

    @Test
    void aCallThatIsCompleteAtOnceIsReadAtOnce() {
        Topology topology = upper(
                (key, value) -> CompletableFuture.completedFuture(value.toUpperCase(Locale.ROOT)),
                Async.orderedByKey());
        try (TopologyTestDriver driver = new TopologyTestDriver(topology)) {
            Words.input(driver).pipeInput("a", "x");

            assertThat(Words.output(driver, "upper").readValue()).isEqualTo("X");
        }
    }

    @Test
    void aCallThatAnotherThreadCompletesIsWaitedFor() {
        Topology topology = upper(
                (key, value) -> CompletableFuture.supplyAsync(
                        () -> value.toUpperCase(Locale.ROOT),
                        CompletableFuture.delayedExecutor(20, TimeUnit.MILLISECONDS)),
                Async.orderedByKey());
        try (TopologyTestDriver driver = new TopologyTestDriver(topology)) {
            Words.input(driver).pipeInput("a", "x");

            assertThat(Words.output(driver, "upper").readValue()).isEqualTo("X");
        }
    }

    @Test
    void aBlockingCallIsMadeByTheTestsThread() {
        Thread test = Thread.currentThread();
        Topology topology = upper(
                AsyncMapper.blocking((key, value) -> Thread.currentThread() == test ? "mine" : "another's"),
                Async.orderedByKey());
        try (TopologyTestDriver driver = new TopologyTestDriver(topology)) {
            Words.input(driver).pipeInput("a", "x");

            assertThat(Words.output(driver, "upper").readValue()).isEqualTo("mine");
        }
    }

    @Test
    void anotherKeyOvertakesASlowCall() {
        try (TopologyTestDriver driver = manual(upper(calls, Async.orderedByKey()))) {
            Words.input(driver).pipeInput("slow", "x");
            Words.input(driver).pipeInput("slow", "y");
            Words.input(driver).pipeInput("fast", "z");
            assertThat(calls.begun()).containsExactly("x", "z");

            calls.answer("z");
            settle(driver);
            assertThat(Words.output(driver, "upper").readValuesToList()).containsExactly("Z");

            calls.answer("x");
            settle(driver);
            calls.answer("y");
            settle(driver);
            assertThat(Words.output(driver, "upper").readValuesToList()).containsExactly("X", "Y");
        }
    }

    @Test
    void inOrderASlowCallHoldsUpTheOthers() {
        try (TopologyTestDriver driver = manual(upper(calls, Async.ordered()))) {
            Words.input(driver).pipeInput("slow", "x");
            Words.input(driver).pipeInput("fast", "z");
            calls.answer("z");
            settle(driver);
            assertThat(Words.output(driver, "upper").isEmpty()).isTrue();

            calls.answer("x");
            settle(driver);
            assertThat(Words.output(driver, "upper").readValuesToList()).containsExactly("X", "Z");
        }
    }

    @Test
    void aCallInTimeHasNoAnswerFailsItsRecord() {
        TopologyTestDriver driver =
                manual(upper(calls, Async.orderedByKey().named("score").timeout(Duration.ofMillis(200))));
        Words.input(driver).pipeInput("a", "x");

        assertThatThrownBy(() -> driver.advanceWallClockTime(Duration.ofMillis(200)))
                .isInstanceOf(RecordFailedException.class)
                .hasMessageContaining("score")
                .hasRootCauseInstanceOf(TimeoutException.class);
        assertThat(calls.cancelled()).containsExactly("x");
        driver.close();
    }

    @Test
    void aCallThatHasFailedAtLastGoesByTheErrorPolicy() {
        try (TopologyTestDriver driver = withErrors(ErrorSettings.defaults().withPolicy(ErrorPolicy.skip()))) {
            Words.input(driver).pipeInput("a", "x");
            Words.input(driver).pipeInput("a", "y");
            calls.fail("x", "no");
            settle(driver);
            calls.answer("y");
            settle(driver);

            assertThat(Words.output(driver, "upper").readValuesToList()).containsExactly("Y");
            assertThat(driver.errors().skipped()).isEqualTo(1);
        }
    }

    @Test
    void itsDeadLetterIsTheInput() {
        try (TopologyTestDriver driver = withErrors(ErrorSettings.defaults().withPolicy(ErrorPolicy.deadLetter()))) {
            Words.input(driver).pipeInput("a", "x");
            calls.fail("x", "no");
            settle(driver);

            assertThat(driver.deadLetters().readRecord().value()).isEqualTo(new byte[] {'x'});
        }
    }

    @Test
    void aPolicysRetriesAreLeftOutSinceTheCallHasHadItsOwn() {
        ErrorSettings retries = ErrorSettings.defaults()
                .withPolicy(ErrorPolicy.retry(RetryPolicy.of(5)).then(ErrorPolicy.skip()));
        try (TopologyTestDriver driver = withErrors(retries)) {
            Words.input(driver).pipeInput("a", "x");
            calls.fail("x", "no");
            settle(driver);

            assertThat(calls.begun()).containsExactly("x");
            assertThat(driver.errors().skipped()).isEqualTo(1);
            assertThat(driver.errors().retries()).isZero();
        }
    }

    private TopologyTestDriver withErrors(ErrorSettings errors) {
        return TopologyTestDriver.builder(upper(calls, Async.orderedByKey()))
                .settings(TopologySettings.defaults().withErrors(errors))
                .callPatience(Duration.ZERO)
                .build();
    }

    @Test
    void aFallbackStandsInForACallThatHasFailedAtLast() {
        TopologyBuilder builder = Words.builder();
        builder.<String, String>stream("words")
                .<String>mapAsync(
                        (key, value) -> calls.apply(key, value),
                        Async.orderedByKey().retry(RetryPolicy.of(1)),
                        (key, value, failure) -> value + " without, since " + failure.getMessage())
                .to("upper");
        try (TopologyTestDriver driver = manual(builder.build())) {
            Words.input(driver).pipeInput("a", "x");
            calls.fail("x", "no");
            settle(driver);
            assertThat(Words.output(driver, "upper").isEmpty()).isTrue();

            driver.advanceWallClockTime(Duration.ofMillis(200));
            calls.fail("x", "no again");
            settle(driver);

            assertThat(Words.output(driver, "upper").readValue()).isEqualTo("x without, since no again");
        }
    }

    @Test
    void aBatchIsOneCallOnceItsTimeHasCome() {
        List<List<String>> batches = new ArrayList<>();
        TopologyBuilder builder = Words.builder();
        builder.<String, String>stream("words")
                .<String>mapAsyncBatch(
                        records -> {
                            List<String> values =
                                    records.stream().map(KeyValue::value).toList();
                            batches.add(values);
                            return CompletableFuture.completedFuture(values.stream()
                                    .map(value -> value.toUpperCase(Locale.ROOT))
                                    .toList());
                        },
                        Async.ordered().batch(2, Duration.ofMillis(5)))
                .to("upper");
        try (TopologyTestDriver driver = manual(builder.build())) {
            Words.input(driver).pipeInput("a", "x");
            Words.input(driver).pipeInput("b", "y");
            Words.input(driver).pipeInput("c", "z");
            assertThat(Words.output(driver, "upper").readValuesToList()).containsExactly("X", "Y");

            driver.advanceWallClockTime(Duration.ofMillis(5));
            assertThat(Words.output(driver, "upper").readValuesToList()).containsExactly("Z");
            assertThat(batches).containsExactly(List.of("x", "y"), List.of("z"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aCrashWithCallsUnderWayLosesNothing(Delivery delivery) {
        Topology topology = counted(Async.orderedByKey());
        try (TopologyTestDriver driver = TopologyTestDriver.builder(topology)
                .settings(TopologySettings.defaults().withDelivery(delivery))
                .callPatience(Duration.ZERO)
                .build()) {
            TestInputTopic<String, String> words = Words.input(driver);
            words.pipeInput("a", "x");
            calls.answer("x");
            driver.advanceEpoch();
            words.pipeInput("a", "y");
            words.pipeInput("b", "z");
            calls.answer("z");
            settle(driver);

            driver.crash();
            driver.restart();
            assertThat(calls.begun()).containsExactly("x", "y", "z", "y", "z");
            calls.answer("y");
            calls.answer("z");
            driver.advanceEpoch();

            assertThat(driver.<String, Long>store("counts").get("a")).isEqualTo(2);
            assertThat(driver.<String, Long>store("counts").get("b")).isEqualTo(1);
            assertThat(Words.counts(driver).readKeyValuesToList())
                    .filteredOn(count -> "b".equals(count.key()))
                    .hasSize(delivery == Delivery.EXACTLY_ONCE ? 1 : 2);
        }
    }

    @Test
    void anEpochDoesNotEndBeforeItsCalls() {
        TopologyTestDriver driver = manual(counted(Async.orderedByKey().timeout(Duration.ofMinutes(1))));
        Words.input(driver).pipeInput("a", "x");

        assertThatThrownBy(driver::advanceEpoch).hasRootCauseInstanceOf(TimeoutException.class);
        assertThat(driver.lastEpoch()).map(EpochProgress::recordsIn).hasValueSatisfying(records -> assertThat(records)
                .isZero());
        driver.close();
    }

    @Test
    void aStopCancelsNothingThatItCanWaitFor() {
        TopologyTestDriver driver = manual(upper(calls, Async.orderedByKey()));
        Words.input(driver).pipeInput("a", "x");
        calls.answer("x");

        driver.close();

        assertThat(calls.cancelled()).isEmpty();
    }

    private static TopologyTestDriver manual(Topology topology) {
        return TopologyTestDriver.builder(topology).callPatience(Duration.ZERO).build();
    }

    private static void settle(TopologyTestDriver driver) {
        driver.advanceWallClockTime(Duration.ZERO);
    }

    private static Topology upper(AsyncMapper<String, String, String> mapper, Async async) {
        return topology(words -> words.mapAsync(mapper, async));
    }

    private static Topology topology(UnaryOperator<KStream<String, String>> steps) {
        TopologyBuilder builder = Words.builder();
        steps.apply(builder.stream("words")).to("upper");
        return builder.build();
    }

    private Topology counted(Async async) {
        TopologyBuilder builder = Words.builder();
        builder.<String, String>stream("words")
                .<String>mapAsync(calls, async)
                .groupByKey(Grouped.with(Serdes.String(), Serdes.String()))
                .count(Materialized.as("counts"))
                .toStream()
                .to("counts", Produced.with(Serdes.String(), Serdes.Long()));
        return builder.build();
    }

    /** Calls that the test answers, with their values in capitals. */
    private static final class Calls implements AsyncMapper<String, String, String> {
        private final List<String> begun = new ArrayList<>();
        private final List<CompletableFuture<String>> answers = new ArrayList<>();

        @Override
        public CompletionStage<String> apply(String key, String value) {
            CompletableFuture<String> answer = new CompletableFuture<>();
            begun.add(value);
            answers.add(answer);
            return answer;
        }

        List<String> begun() {
            return begun;
        }

        void answer(String value) {
            last(value).complete(value.toUpperCase(Locale.ROOT));
        }

        void fail(String value, String why) {
            last(value).completeExceptionally(new IllegalStateException(why));
        }

        List<String> cancelled() {
            List<String> cancelled = new ArrayList<>();
            for (int call = 0; call < begun.size(); call++) {
                if (answers.get(call).isCancelled()) {
                    cancelled.add(begun.get(call));
                }
            }
            return cancelled;
        }

        private CompletableFuture<String> last(String value) {
            return answers.get(begun.lastIndexOf(value));
        }
    }
}
