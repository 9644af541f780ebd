package io.millrace.benchmark.process;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/**
 * Starts processes and ends all that still run, the newest first. Afterwards it starts no more: a shutdown hook may close
 * it while another thread is about to start the next.
 *
 * <p>Thread-safe.
 */
public final class ChildProcesses implements AutoCloseable {
    private final Deque<ChildProcess> newestFirst = new ArrayDeque<>();
    private boolean closed;

    /** Starts {@code command} with {@code environment} added to our own, and all output in {@code log}. */
    public synchronized ChildProcess start(
            String name, List<String> command, Map<String, String> environment, Path log) {
        if (closed) {
            throw new IllegalStateException("The %s is not started: the benchmark is ending.".formatted(name));
        }
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        long startedNanos = System.nanoTime();
        try {
            ChildProcess child = new ChildProcess(name, builder.start(), log, startedNanos);
            newestFirst.push(child);
            return child;
        } catch (IOException failure) {
            throw new ProcessFailedException(
                    "The %s cannot be started: '%s'.".formatted(name, String.join(" ", command)), failure);
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        while (!newestFirst.isEmpty()) {
            newestFirst.pop().close();
        }
    }
}
