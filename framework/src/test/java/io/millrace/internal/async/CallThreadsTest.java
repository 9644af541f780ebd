package io.millrace.internal.async;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.processor.AsyncMapper;
import io.millrace.topology.Async;
import io.millrace.trace.TraceStep;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Calls and answers by other threads than the worker's. */
class CallThreadsTest {

    private final ExecutorService others = Executors.newFixedThreadPool(4);

    @AfterEach
    void end() {
        others.shutdownNow();
    }

    @Test
    void anAnswerByAnotherThreadWakesTheWorker() throws Exception {
        SteppedCalls calls = new SteppedCalls(Async.ordered());
        calls.send("a1").work();

        others.submit(() -> calls.answer("a1")).get(10, SECONDS);

        assertThat(calls.wakeUps).hasValue(1);
        assertThat(calls.work()).containsExactly("A1");
    }

    @Test
    void anAnswerByTheWorkersThreadWakesNobody() {
        SteppedCalls calls = new SteppedCalls(Async.ordered());
        calls.send("a1").work();

        calls.answer("a1");

        assertThat(calls.wakeUps).hasValue(0);
    }

    @Test
    void noAnswerIsMissedHoweverManyThreadsBringThem() throws Exception {
        for (int round = 0; round < 100; round++) {
            SteppedCalls calls = new SteppedCalls(Async.unordered());
            calls.send("a", "b", "c", "d").work();
            CyclicBarrier start = new CyclicBarrier(5);
            List.of("a", "b", "c", "d")
                    .forEach(value -> others.submit(() -> {
                        start.await(10, SECONDS);
                        return calls.answer(value);
                    }));
            start.await(10, SECONDS);
            await().pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(1))
                    .until(() -> calls.work().size() == 4);
        }
    }

    @Test
    void answersMayRaceWithTheEnd() throws Exception {
        for (int round = 0; round < 100; round++) {
            SteppedCalls calls = new SteppedCalls(Async.unordered());
            calls.send("a", "b").work();
            CyclicBarrier start = new CyclicBarrier(2);
            Future<SteppedCalls> racing = others.submit(() -> {
                start.await(10, SECONDS);
                return calls.answer("a", "b");
            });
            start.await(10, SECONDS);

            calls.close();

            racing.get(10, SECONDS);
            assertThat(calls.future("a")).isDone();
            assertThat(calls.future("b")).isDone();
        }
    }

    @Test
    void aBlockingCallIsMadeByAThreadForSuchCalls() {
        AtomicReference<Thread> caller = new AtomicReference<>();
        SteppedCalls calls = SteppedCalls.of(
                Async.ordered(),
                AsyncMapper.<Object, Object, Object>blocking((key, value) -> {
                    caller.set(Thread.currentThread());
                    return "answer";
                }),
                new Pool());
        calls.send("a1");

        await().until(() -> calls.work().equals(List.of("answer")));
        assertThat(caller.get()).isNotEqualTo(Thread.currentThread());
    }

    @Test
    void aBlockingCallThatIsCancelledIsInterrupted() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        BlockingCall call = BlockingCall.on(others, TraceStep.NONE, () -> {
            begun.countDown();
            try {
                return new CountDownLatch(1).await(1, TimeUnit.MINUTES);
            } catch (InterruptedException e) {
                interrupted.countDown();
                throw e;
            }
        });
        assertThat(begun.await(10, SECONDS)).isTrue();

        call.cancel(true);

        assertThat(interrupted.await(10, SECONDS)).isTrue();
    }

    @Test
    void anInterruptDoesNotMeetTheThreadsNextCall() throws Exception {
        ExecutorService one = Executors.newSingleThreadExecutor();
        try {
            for (int round = 0; round < 500; round++) {
                CompletableFuture<Void> begun = new CompletableFuture<>();
                BlockingCall first = BlockingCall.on(one, TraceStep.NONE, () -> begun.complete(null));
                AtomicBoolean disturbed = new AtomicBoolean();
                BlockingCall second = BlockingCall.on(one, TraceStep.NONE, () -> {
                    disturbed.set(Thread.currentThread().isInterrupted());
                    return "done";
                });
                begun.get(10, SECONDS);
                first.cancel(true);

                assertThat(second.get(10, SECONDS)).isEqualTo("done");
                assertThat(disturbed).isFalse();
            }
        } finally {
            one.shutdownNow();
        }
    }

    @Test
    void aBlockingCallThatIsCancelledBeforeItBeginsIsNotMade() {
        AtomicBoolean made = new AtomicBoolean();
        List<Runnable> work = new ArrayList<>();
        BlockingCall call = BlockingCall.on(work::add, TraceStep.NONE, () -> {
            made.set(true);
            return "done";
        });

        call.cancel(true);
        work.forEach(Runnable::run);

        assertThat(made).isFalse();
    }

    @Test
    void closingEndsTheThreads() {
        Pool pool = new Pool();
        SteppedCalls calls = SteppedCalls.of(
                Async.ordered(), AsyncMapper.<Object, Object, Object>blocking((key, value) -> "answer"), pool);

        calls.close();

        assertThat(others.isShutdown()).isTrue();
    }

    private final class Pool implements CallThreads {

        @Override
        public void execute(Runnable work) {
            others.execute(work);
        }

        @Override
        public void end() {
            others.shutdownNow();
        }
    }
}
