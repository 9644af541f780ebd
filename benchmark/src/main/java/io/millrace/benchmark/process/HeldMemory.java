package io.millrace.benchmark.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a JVM still holds after a full collection, which taking this causes: never take it in a measured interval.
 *
 * <p>Immutable.
 *
 * @param heapBytes reachable objects
 * @param residentBytes everything in main memory: heap, free or not, code, and what native libraries keep
 */
public record HeldMemory(long heapBytes, long residentBytes) {
    private static final Pattern HEAP_USED = Pattern.compile("heap\\s.*?\\bused (\\d+)K");

    /** Has process {@code pid} collect, and asks what is left. */
    public static HeldMemory of(long pid) throws InterruptedException {
        jcmd(pid, "GC.run");
        return new HeldMemory(
                heapBytes(jcmd(pid, "GC.heap_info")), ProcessUsage.of(pid).residentBytes());
    }

    static long heapBytes(String heapInfo) {
        Matcher matcher = HEAP_USED.matcher(heapInfo);
        if (!matcher.find()) {
            throw new IllegalArgumentException("'%s' does not say how much of the heap is used.".formatted(heapInfo));
        }
        return 1024 * Long.parseLong(matcher.group(1));
    }

    private static String jcmd(long pid, String command) throws InterruptedException {
        List<String> words = List.of(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(), Long.toString(pid), command);
        try {
            Process process =
                    new ProcessBuilder(words).redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new ProcessFailedException("'%s' has failed: %s".formatted(String.join(" ", words), output));
            }
            return output;
        } catch (IOException missing) {
            throw new UncheckedIOException(
                    "'%s' cannot be started: measuring memory needs a JDK.".formatted(words.get(0)), missing);
        }
    }
}
