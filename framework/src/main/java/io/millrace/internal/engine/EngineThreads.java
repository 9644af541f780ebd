package io.millrace.internal.engine;

import java.util.concurrent.Executor;

/** Makes all threads of an engine; no other class does. Thread-safe. */
final class EngineThreads implements Executor {

    /** Returns a new thread, not started. A service's JVM does not stay alive for it. */
    Thread thread(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
    }

    /** Runs {@code work}, which may block for a while, on a thread of its own. */
    @Override
    public void execute(Runnable work) {
        thread("millrace-lookup", work).start();
    }
}
