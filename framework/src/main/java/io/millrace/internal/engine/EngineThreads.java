package io.millrace.internal.engine;

import java.lang.reflect.Method;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

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

    /**
     * Makes threads for calls that block, named {@code name} with a number behind it: virtual ones where the JVM has them (JEP 444),
     * else such as it does not stay alive for.
     */
    ThreadFactory callThreads(String name) {
        try {
            return virtualThreads(name + "-");
        } catch (ReflectiveOperationException e) {
            AtomicInteger made = new AtomicInteger();
            return work -> thread(name + "-" + made.getAndIncrement(), work);
        }
    }

    /** {@code Thread.ofVirtual().name(prefix, 0).factory()}, which Java 17 can't compile. */
    private static ThreadFactory virtualThreads(String prefix) throws ReflectiveOperationException {
        Class<?> builder = Class.forName("java.lang.Thread$Builder");
        Method name = builder.getMethod("name", String.class, long.class);
        Object ofVirtual = Thread.class.getMethod("ofVirtual").invoke(null);
        return (ThreadFactory) builder.getMethod("factory").invoke(name.invoke(ofVirtual, prefix, 0L));
    }

    /** Runs {@code work}, which may block for a while, on a thread of its own. */
    @Override
    public void execute(Runnable work) {
        thread("millrace-lookup", work).start();
    }
}
