package io.millrace.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.mock;

import io.millrace.MillraceEngine;
import io.millrace.errors.BrokerUnavailableException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.mockito.InOrder;

class MillraceLifecycleTest {

    private final MillraceEngine engine = mock(MillraceEngine.class);
    private final MillraceLifecycle lifecycle = new MillraceLifecycle(engine, true, "localhost:9092");

    @Test
    void runsFromStartToStop() {
        assertThat(lifecycle.isRunning()).isFalse();

        lifecycle.start();
        assertThat(lifecycle.isRunning()).isTrue();

        lifecycle.stop();
        assertThat(lifecycle.isRunning()).isFalse();
    }

    @Test
    void startsAgainAfterAStop() {
        lifecycle.start();
        lifecycle.stop();
        lifecycle.start();

        InOrder calls = inOrder(engine);
        calls.verify(engine).start();
        calls.verify(engine).drain();
        calls.verify(engine).start();
        assertThat(lifecycle.isRunning()).isTrue();
    }

    @Test
    void failedStartIsNotRunning() {
        doThrow(new IllegalStateException("no")).when(engine).start();

        assertThatThrownBy(lifecycle::start).hasMessage("no");
        assertThat(lifecycle.isRunning()).isFalse();
    }

    @Test
    void unreachableBrokersAreNamed() {
        doThrow(new BrokerUnavailableException("fraud", Duration.ofSeconds(1), new TimeoutException()))
                .when(engine)
                .start();

        assertThatThrownBy(lifecycle::start)
                .isInstanceOf(UnreachableKafkaException.class)
                .hasMessageStartingWith("No Kafka broker answered at 'localhost:9092'. Topology 'fraud' got no answer")
                .hasCauseInstanceOf(BrokerUnavailableException.class);
    }

    @Test
    void stopReturnsBeforeTheDrainAndTellsWhenItIsDone() {
        CountDownLatch inFlight = new CountDownLatch(1);
        AtomicBoolean told = new AtomicBoolean();
        doAnswer(call -> {
                    inFlight.await();
                    return null;
                })
                .when(engine)
                .drain();
        lifecycle.start();

        lifecycle.stop(() -> told.set(true));
        assertThat(told).isFalse();
        assertThat(lifecycle.isRunning()).isTrue();

        inFlight.countDown();
        await().untilTrue(told);
        assertThat(lifecycle.isRunning()).isFalse();
    }

    @Test
    void failedDrainDoesNotHoldUpTheShutdown() {
        AtomicBoolean told = new AtomicBoolean();
        doThrow(new IllegalStateException("no")).when(engine).drain();

        lifecycle.stop(() -> told.set(true));

        await().untilTrue(told);
    }
}
