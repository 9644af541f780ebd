package io.millrace.benchmark.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What a process has used so far, as Linux tells in {@code /proc}.
 *
 * <p>Immutable.
 *
 * @param cpuSeconds in user and kernel mode, all threads, in steps of 10 ms
 * @param residentBytes the resident set now
 * @param peakMemoryBytes the largest resident set since the start
 */
public record ProcessUsage(double cpuSeconds, long residentBytes, long peakMemoryBytes) {
    // USER_HZ, which is 100 on every Linux that runs a JVM.
    private static final double TICKS_PER_SECOND = 100;
    private static final int USER_TICKS = 11;
    private static final int KERNEL_TICKS = 12;
    private static final String RESIDENT_MEMORY = "VmRSS:";
    private static final String PEAK_MEMORY = "VmHWM:";

    /** Reads the usage of process {@code pid}; throws {@link UncheckedIOException} where it has ended. */
    public static ProcessUsage of(long pid) {
        Path directory = Path.of("/proc", Long.toString(pid));
        try {
            List<String> status = Files.readAllLines(directory.resolve("status"));
            return new ProcessUsage(
                    cpuSeconds(Files.readString(directory.resolve("stat"))),
                    residentBytes(status),
                    peakMemoryBytes(status));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(
                    "The usage of process %d cannot be read from '%s': has it ended?".formatted(pid, directory),
                    unreadable);
        }
    }

    static double cpuSeconds(String stat) {
        // The second field is the command in parentheses and may contain both spaces and parentheses.
        int endOfCommand = stat.lastIndexOf(')');
        if (endOfCommand < 0) {
            throw new IllegalArgumentException("'%s' is not the content of /proc/<pid>/stat.".formatted(stat));
        }
        String[] fields = stat.substring(endOfCommand + 2).split(" ");
        return (Long.parseLong(fields[USER_TICKS]) + Long.parseLong(fields[KERNEL_TICKS])) / TICKS_PER_SECOND;
    }

    static long residentBytes(List<String> status) {
        return bytes(status, RESIDENT_MEMORY);
    }

    static long peakMemoryBytes(List<String> status) {
        return bytes(status, PEAK_MEMORY);
    }

    private static long bytes(List<String> status, String name) {
        return status.stream()
                .filter(line -> line.startsWith(name))
                .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("[^0-9]", "")))
                .findFirst()
                .orElse(0);
    }
}
