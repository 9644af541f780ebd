package io.millrace.internal.kafka;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for answers with the test's thread, and makes no pauses. */
final class PlainWaiting implements Waiting {

    @Override
    public void pause(Duration duration) {}

    @Override
    public <T> T await(Future<T> answer, Duration timeout)
            throws InterruptedException, ExecutionException, TimeoutException {
        return answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    }
}
