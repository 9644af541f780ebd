package io.millrace.internal.engine;

import io.millrace.internal.kafka.Waiting;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/** Lets the calling thread sleep. Thread-safe. */
final class ThreadWaiting implements Waiting {

    @Override
    public void pause(Duration duration) {
        LockSupport.parkNanos(duration.toNanos());
    }

    @Override
    public <T> T await(Future<T> answer, Duration timeout)
            throws InterruptedException, ExecutionException, TimeoutException {
        return answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    }
}
