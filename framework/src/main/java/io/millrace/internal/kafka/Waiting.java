package io.millrace.internal.kafka;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;

/**
 * How the engine waits in the few places where it can do nothing else: by letting its thread sleep, or, where one thread runs
 * everything, by letting the others go on. Thread-safe.
 */
public interface Waiting {

    /** Lets up to about {@code duration} pass. */
    void pause(Duration duration);

    /**
     * Returns {@code answer} when it has come.
     *
     * @throws ExecutionException if the answer is a failure, which is the cause then
     * @throws TimeoutException if it has not come within {@code timeout}
     * @throws InterruptedException if the thread is interrupted meanwhile
     */
    <T> T await(Future<T> answer, Duration timeout) throws InterruptedException, ExecutionException, TimeoutException;
}
