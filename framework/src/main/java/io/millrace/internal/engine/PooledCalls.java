package io.millrace.internal.engine;

import io.millrace.internal.async.CallThreads;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Makes one worker's blocking calls on threads that it makes when they are needed, as many as calls may be under way. A call that does
 * not end when it is interrupted keeps its thread; others wait for a free one then, and so never become more.
 *
 * <p>Thread-safe.
 */
final class PooledCalls implements CallThreads {

    private static final long KEEP_SECONDS = 10;

    private final ThreadPoolExecutor pool;

    PooledCalls(int most, ThreadFactory threads) {
        this.pool = new ThreadPoolExecutor(
                most, most, KEEP_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), threads);
        pool.allowCoreThreadTimeOut(true);
    }

    @Override
    public void execute(Runnable work) {
        pool.execute(work);
    }

    @Override
    public void end() {
        pool.shutdownNow();
    }
}
