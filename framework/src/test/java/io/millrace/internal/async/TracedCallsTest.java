package io.millrace.internal.async;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.errors.RetryPolicy;
import io.millrace.processor.AsyncMapper;
import io.millrace.topology.Async;
import io.millrace.trace.NotedTraces;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class TracedCallsTest {

    private final NotedTraces traces = new NotedTraces();

    @Test
    void aCallIsAStepFromItsBeginningToItsAnswer() {
        SteppedCalls calls = new SteppedCalls(Async.ordered());
        calls.trace = traces.step("before");

        calls.send("a1").work();
        assertThat(traces.events).containsExactly("begin before > CALL score @score");

        calls.answer("a1").work();
        assertThat(traces.events).endsWith("end before > CALL score");
    }

    @Test
    void theCodeThatBeginsItRunsWithinItsStep() {
        SteppedCalls calls = SteppedCalls.of(
                Async.ordered(),
                (AsyncMapper<Object, Object, Object>)
                        (key, value) -> CompletableFuture.completedFuture(NotedTraces.current()),
                CallThreads.NONE);
        calls.trace = traces.step("before");

        assertThat(calls.send("a1").work()).containsExactly("before > CALL score");
        assertThat(NotedTraces.current()).isEqualTo("none");
    }

    @Test
    void soDoesCodeThatBlocksOnItsOwnThread() {
        SteppedCalls calls = SteppedCalls.of(
                Async.ordered(),
                AsyncMapper.<Object, Object, Object>blocking((key, value) -> NotedTraces.current()),
                new OwnThread());
        calls.trace = traces.step("before");
        calls.send("a1");

        await().until(() -> calls.work().equals(List.of("before > CALL score")));
    }

    @Test
    void eachTryIsAStepOfItsOwn() {
        SteppedCalls calls = new SteppedCalls(Async.ordered().retry(RetryPolicy.of(1)));
        calls.trace = traces.step("before");
        calls.send("a1").work();

        calls.fail("a1", new IllegalStateException("down"));
        calls.work();
        calls.time.advance(Duration.ofMinutes(1));
        calls.work();

        assertThat(traces.events)
                .containsExactly(
                        "begin before > CALL score @score",
                        "fail before > CALL score IllegalStateException",
                        "end before > CALL score",
                        "begin before > CALL score @score");
    }

    @Test
    void theStepOfACallThatIsGivenUpIsOver() {
        SteppedCalls calls = new SteppedCalls(Async.ordered());
        calls.trace = traces.step("before");
        calls.send("a1").work();

        calls.close();

        assertThat(traces.events).endsWith("end before > CALL score");
    }

    private static final class OwnThread implements CallThreads {

        @Override
        public void execute(Runnable call) {
            new Thread(call).start();
        }

        @Override
        public void end() {}
    }
}
