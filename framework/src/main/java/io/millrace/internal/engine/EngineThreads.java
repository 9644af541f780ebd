package io.millrace.internal.engine;

import java.util.concurrent.Executor;

/** Makes all threads of an engine; no other class does. Thread-safe. */
final class EngineThreads implements Executor {

    /** Returns a new thread, not started, for which the JVM stays alive: a service may have no other. */
    Thread mainThread(String name, Runnable work) {
        return new Thread(work, name);
    }

    /** Returns a new thread, not started, for which the JVM does not stay alive. */
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
