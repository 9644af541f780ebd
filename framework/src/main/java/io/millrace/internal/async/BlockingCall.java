package io.millrace.internal.async;

import io.millrace.trace.TraceStep;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** A call that blocks its thread, which is interrupted when the call is cancelled. Thread-safe. */
final class BlockingCall extends CompletableFuture<Object> implements Runnable {

    private final Callable<?> work;
    private final TraceStep step;

    /** Guarded by this, so that an interrupt never meets the thread's next call. */
    private @Nullable Thread runner;

    private BlockingCall(TraceStep step, Callable<?> work) {
        this.step = step;
        this.work = work;
    }

    /** Has one of {@code threads} do {@code work} at {@code step}. */
    static BlockingCall on(Executor threads, TraceStep step, Callable<?> work) {
        BlockingCall call = new BlockingCall(step, work);
        threads.execute(call);
        return call;
    }

    @Override
    @SuppressWarnings("NullAway") // an answer may be null, which the type of a future does not say
    public void run() {
        if (!begin()) {
            return;
        }
        Object answer = null;
        Throwable failure = null;
        TraceStep.Scope scope = step.enter();
        try {
            answer = work.call();
        } catch (Throwable thrown) {
            failure = thrown;
        } finally {
            scope.close();
        }
        end();
        if (failure == null) {
            complete(answer);
        } else {
            completeExceptionally(failure);
        }
    }

    @Override
    public boolean cancel(boolean mayInterrupt) {
        boolean cancelled = super.cancel(mayInterrupt);
        synchronized (this) {
            if (cancelled && runner != null) {
                runner.interrupt();
            }
        }
        return cancelled;
    }

    private synchronized boolean begin() {
        if (isDone()) {
            return false;
        }
        runner = Thread.currentThread();
        return true;
    }

    private synchronized void end() {
        runner = null;
        Thread.interrupted(); // what was meant for this call has no meaning for the next
    }
}
