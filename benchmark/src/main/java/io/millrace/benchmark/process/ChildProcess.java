package io.millrace.benchmark.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * A process that this one has started and will end; whatever it prints goes to a log of its own.
 *
 * <p>Thread-safe.
 */
public final class ChildProcess implements AutoCloseable {
    private static final Duration GRACE = Duration.ofSeconds(20);
    private static final int LAST_LINES = 15;
    private static final Pattern ERROR_LINE =
            Pattern.compile("\\b(ERROR|FATAL)\\b|^Exception in thread|OutOfMemoryError|^\\s*Caused by:");

    private final String name;
    private final Process process;
    private final Path log;
    private final long startedNanos;

    private volatile boolean closing;

    ChildProcess(String name, Process process, Path log, long startedNanos) {
        this.name = name;
        this.process = process;
        this.log = log;
        this.startedNanos = startedNanos;
    }

    public long pid() {
        return process.pid();
    }

    /** When it was started, on the clock of {@link System#nanoTime()}. */
    public long startedNanos() {
        return startedNanos;
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Throws {@link ProcessFailedException} if it is no longer running. */
    public void requireAlive() {
        if (closing) {
            throw new ProcessFailedException("The %s was told to end.".formatted(name));
        }
        if (!process.isAlive()) {
            throw new ProcessFailedException("The %s has ended by itself with exit code %d.%n%s"
                    .formatted(name, process.exitValue(), logTail()));
        }
    }

    public ProcessUsage usage() {
        requireAlive();
        return ProcessUsage.of(process.pid());
    }

    /** What it holds after a full collection, if it is a JVM. */
    public HeldMemory heldMemory() throws InterruptedException {
        requireAlive();
        return HeldMemory.of(process.pid());
    }

    public List<String> logLines() {
        try {
            // A killed process may have stopped in the middle of a character.
            return new String(Files.readAllBytes(log), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException("The log '%s' of the %s cannot be read.".formatted(log, name), unreadable);
        }
    }

    /** The log lines that look like an error. */
    public List<String> errorLines() {
        return logLines().stream()
                .filter(line -> ERROR_LINE.matcher(line).find())
                .toList();
    }

    /** The last lines of its log, to be put under a message. */
    public String logTail() {
        List<String> lines = logLines();
        if (lines.isEmpty()) {
            return "It has printed nothing to '%s'.".formatted(log);
        }
        List<String> last = lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size());
        return "Last lines of '%s':%n    %s".formatted(log, String.join(System.lineSeparator() + "    ", last));
    }

    /** Asks the process to end, waits a while, then kills it and what it has left behind. Does nothing the second time. */
    @Override
    public void close() {
        closing = true;
        List<ProcessHandle> descendants = process.descendants().toList();
        process.destroy();
        if (!endsWithin(GRACE)) {
            process.destroyForcibly();
            endsWithin(GRACE);
        }
        descendants.forEach(ProcessHandle::destroyForcibly);
    }

    private boolean endsWithin(Duration grace) {
        try {
            return process.waitFor(grace.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
