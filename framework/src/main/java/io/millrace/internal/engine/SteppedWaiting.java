package io.millrace.internal.engine;

import io.millrace.internal.kafka.Waiting;
import io.millrace.runtime.TimeSource;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;

/**
 * Lets everybody else take a step instead of sleeping.
 *
 * <p>Confined to the thread that steps the run.
 *
 * @param time whoever steps the others moves it on, else an answer that does not come is waited for without end
 * @param othersGoOn has the others take a step
 */
record SteppedWaiting(TimeSource time, Runnable othersGoOn) implements Waiting {

    @Override
    public void pause(Duration duration) {
        othersGoOn.run();
    }

    @Override
    public <T> T await(Future<T> answer, Duration timeout)
            throws InterruptedException, ExecutionException, TimeoutException {
        long deadline = time.nanoTime() + timeout.toNanos();
        while (!answer.isDone()) {
            if (time.nanoTime() - deadline >= 0) {
                throw new TimeoutException("There was no answer within %d ms".formatted(timeout.toMillis()));
            }
            othersGoOn.run();
        }
        return answer.get();
    }
}
