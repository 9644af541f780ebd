package io.millrace.internal.async;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.errors.RetryPolicy;
import io.millrace.internal.exchange.LaneEvent;
import io.millrace.topology.Async;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** How long calls are waited for, how often they are tried, and what becomes of those that fail. */
class CallTriesTest {

    private static final RetryPolicy TWICE = RetryPolicy.of(2)
            .withDelays(Duration.ofMillis(100), Duration.ofSeconds(1))
            .withJitter(0);
    private static final Async ORDERED = Async.ordered().timeout(Duration.ofMillis(200));

    @Test
    void aCallThatFailsFailsItsRecordAndNoOther() {
        SteppedCalls calls = new SteppedCalls(ORDERED);
        calls.send("a1", "b1").work();

        calls.fail("a1", new IllegalStateException("no"));
        calls.answer("b1");

        assertThat(calls.work()).containsExactly("a1!no", "B1");
    }

    @Test
    void aCallWithoutAnAnswerInTimeIsCancelledAndHasFailed() {
        SteppedCalls calls = new SteppedCalls(ORDERED);
        calls.send("a1").work();
        calls.time.advance(Duration.ofMillis(199));
        assertThat(calls.work()).isEmpty();

        calls.time.advance(Duration.ofMillis(1));

        assertThat(calls.work()).containsExactly("a1!A call of 'score' had no answer within 200 ms, at try 1");
        assertThat(calls.future("a1")).isCancelled();
        assertThat(failure(calls, 0)).isInstanceOf(TimeoutException.class);
    }

    @Test
    void theWorkerIsToBeWokenWhenACallIsDue() {
        SteppedCalls calls = new SteppedCalls(Async.ordered().timeout(Duration.ofMillis(50)));
        assertThat(calls.nanosToNext()).isEqualTo(Long.MAX_VALUE);
        calls.send("a1").work();

        assertThat(calls.nanosToNext()).isEqualTo(Duration.ofMillis(50).toNanos());

        calls.answer("a1").work();
        assertThat(calls.nanosToNext()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void anAnswerThatComesTooLateIsNotLookedAt() {
        List<CompletableFuture<Object>> given = new ArrayList<>();
        SteppedCalls calls = SteppedCalls.of(
                ORDERED.retry(TWICE),
                (key, value) -> {
                    given.add(new CompletableFuture<>());
                    return given.get(given.size() - 1).minimalCompletionStage(); // which can't be cancelled
                },
                CallThreads.NONE);
        calls.send("a1").work();
        calls.time.advance(Duration.ofMillis(200));
        calls.work();
        calls.time.advance(Duration.ofMillis(100));
        calls.work();
        assertThat(given).hasSize(2);

        given.get(0).complete("late");
        assertThat(calls.work()).isEmpty();

        given.get(1).complete("in time");
        assertThat(calls.work()).containsExactly("in time");
    }

    @Test
    void aCallIsTriedAgainAfterAPause() {
        SteppedCalls calls = new SteppedCalls(ORDERED.retry(TWICE));
        calls.send("a1").work();
        calls.fail("a1", new IllegalStateException("no"));
        assertThat(calls.work()).isEmpty();
        assertThat(calls.awaiting()).isZero();
        assertThat(calls.nanosToNext()).isEqualTo(Duration.ofMillis(100).toNanos());

        calls.time.advance(Duration.ofMillis(100));
        calls.work();
        assertThat(calls.begun).containsExactly("a1", "a1");

        calls.answer("a1");
        assertThat(calls.work()).containsExactly("A1");
    }

    @Test
    void aTimeoutIsTriedAgainToo() {
        SteppedCalls calls = new SteppedCalls(ORDERED.retry(TWICE));
        calls.send("a1").work();
        calls.time.advance(Duration.ofMillis(200));
        calls.work();
        calls.time.advance(Duration.ofMillis(100));
        calls.work();

        assertThat(calls.begun).containsExactly("a1", "a1");
    }

    @Test
    void whenTheTriesEndTheLastFailureCounts() {
        SteppedCalls calls = new SteppedCalls(ORDERED.retry(TWICE));
        calls.send("a1").work();
        for (String why : List.of("one", "two", "three")) {
            calls.fail("a1", new IllegalStateException(why));
            calls.work();
            calls.time.advance(Duration.ofSeconds(1));
            calls.work();
        }

        assertThat(calls.begun).hasSize(3);
        assertThat(calls.worker.seen).containsExactly("a1!three");
    }

    @Test
    void byKeyRecordsOfTheKeyWaitForAllTriesAndOthersDoNot() {
        SteppedCalls calls = new SteppedCalls(Async.orderedByKey().retry(TWICE));
        calls.send("a1", "a2", "b1").work();
        calls.fail("a1", new IllegalStateException("no"));
        calls.answer("b1");

        assertThat(calls.work()).containsExactly("B1");
        assertThat(calls.begun).containsExactly("a1", "b1");
    }

    @Test
    void aFailureThatIsNotToBeTriedAgainEndsTheTries() {
        SteppedCalls calls = new SteppedCalls(ORDERED.retry(TWICE, IllegalStateException.class::isInstance));
        calls.send("a1").work();
        calls.fail("a1", new IllegalArgumentException("never"));

        assertThat(calls.work()).containsExactly("a1!never");
    }

    @Test
    void anErrorIsNotTriedAgain() {
        SteppedCalls calls = new SteppedCalls(ORDERED.retry(TWICE));
        calls.send("a1").work();
        calls.fail("a1", new StackOverflowError("deep"));

        assertThat(calls.work()).containsExactly("a1!deep");
    }

    @Test
    void aChoiceOfRetriesThatThrowsEndsTheTries() {
        SteppedCalls calls = new SteppedCalls(ORDERED.retry(TWICE, thrown -> {
            throw new IllegalArgumentException("choice");
        }));
        calls.send("a1").work();
        calls.fail("a1", new IllegalStateException("no"));

        assertThat(calls.work()).containsExactly("a1!no");
        assertThat(failure(calls, 0).getSuppressed()).hasSize(1);
    }

    @Test
    void aChoiceOfRetriesThatThrowsItsArgumentEndsTheTries() {
        SteppedCalls calls = new SteppedCalls(ORDERED.retry(TWICE, thrown -> {
            throw (IllegalStateException) thrown;
        }));
        calls.send("a1").work();
        calls.fail("a1", new IllegalStateException("no"));

        assertThat(calls.work()).containsExactly("a1!no");
        assertThat(failure(calls, 0).getSuppressed()).isEmpty();
    }

    @Test
    void whoWatchesUserCodeSeesTheChoiceOfRetriesAndTheCancelling() {
        List<String> seen = new ArrayList<>();
        CompletableFuture<Object> answer = new CompletableFuture<>() {
            @Override
            public boolean cancel(boolean mayInterrupt) {
                seen.add("cancelled");
                return super.cancel(mayInterrupt);
            }
        };
        SteppedCalls calls = SteppedCalls.of(
                ORDERED.retry(TWICE, thrown -> seen.add("chosen")), (key, value) -> answer, CallThreads.NONE);
        calls.watch((origin, code) -> {
            seen.add("at " + origin.offset());
            code.run();
            seen.add("left");
        });
        calls.send("a1").work();
        seen.clear();

        calls.time.advance(Duration.ofMillis(200));
        calls.work();

        assertThat(seen).containsExactly("at 0", "cancelled", "left", "at 0", "chosen", "left");
    }

    @Test
    void aFunctionThatThrowsIsACallThatFails() {
        SteppedCalls calls = SteppedCalls.of(
                ORDERED,
                (key, value) -> {
                    throw new IllegalStateException("at once");
                },
                CallThreads.NONE);
        calls.send("a1");

        assertThat(calls.work()).containsExactly("a1!at once");
    }

    @Test
    @SuppressWarnings("NullAway") // what users do all the same
    void aFunctionThatReturnsNoStageIsACallThatFails() {
        SteppedCalls calls = SteppedCalls.of(ORDERED, (key, value) -> (CompletionStage<Object>) null, CallThreads.NONE);
        calls.send("a1");

        assertThat(calls.work()).singleElement().asString().contains("mapAsync returned null");
    }

    @Test
    void anAnswerMayBeNull() {
        SteppedCalls calls = SteppedCalls.of(
                ORDERED, (key, value) -> CompletableFuture.<Object>completedFuture(null), CallThreads.NONE);
        calls.send("a1");

        assertThat(calls.work()).containsExactly("null");
    }

    @Test
    void theCauseOfACompletionCounts() {
        SteppedCalls calls = new SteppedCalls(ORDERED);
        calls.send("a1").work();
        calls.fail("a1", new CompletionException(new IllegalStateException("cause")));

        assertThat(calls.work()).containsExactly("a1!cause");
    }

    @Test
    void aFallbackGivesTheValueOfAFailedCall() {
        SteppedCalls calls =
                new SteppedCalls(ORDERED, (key, value, failure) -> value + " without: " + failure.getMessage());
        calls.send("a1").work();
        calls.fail("a1", new IllegalStateException("no"));

        assertThat(calls.work()).containsExactly("a1 without: no");
    }

    @Test
    void aFallbackThatThrowsFailsTheRecord() {
        SteppedCalls calls = new SteppedCalls(ORDERED, (key, value, failure) -> {
            throw new IllegalArgumentException("no fallback", failure);
        });
        calls.send("a1").work();
        calls.fail("a1", new IllegalStateException("no"));

        assertThat(calls.work()).containsExactly("a1!no fallback");
    }

    @Test
    void closingCancelsAllCalls() {
        SteppedCalls calls = new SteppedCalls(ORDERED.retry(TWICE));
        calls.send("a1", "b1").work();

        calls.close();

        assertThat(calls.future("a1")).isCancelled();
        assertThat(calls.future("b1")).isCancelled();
        assertThat(calls.awaiting()).isZero();
    }

    private static Throwable failure(SteppedCalls calls, int record) {
        LaneEvent.Data data = (LaneEvent.Data) calls.worker.events.get(record);
        return ((AsyncOutcome.Failure) data.record().value()).thrown();
    }
}
