package io.millrace.benchmark.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A Kafka broker in a JVM of its own, on free ports of the loopback interface, with empty data.
 *
 * <p>Thread-safe.
 */
public final class BrokerProcess implements AutoCloseable {
    private static final Duration START_TIMEOUT = Duration.ofSeconds(60);
    private static final String MAIN_CLASS = "io.millrace.devbroker.DevBrokerMain";
    private static final String READY = "ready ";

    private final ChildProcess process;
    private final String bootstrap;

    private BrokerProcess(ChildProcess process, String bootstrap) {
        this.process = process;
        this.bootstrap = bootstrap;
    }

    /** Starts a broker with the classes that {@code classPathFile} lists, and waits until it says that it is ready. */
    public static BrokerProcess start(ChildProcesses children, Path classPathFile, Path data, Path log)
            throws InterruptedException {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-XX:+UseG1GC",
                "-Dlogback.configurationFile=benchmark-logging.xml",
                "-cp",
                classPath(classPathFile),
                MAIN_CLASS,
                "--port=" + freePort(),
                "--controller-port=" + freePort(),
                "--data=" + data);
        ChildProcess process = children.start("broker", command, Map.of(), log);
        try {
            return new BrokerProcess(process, awaitReady(process));
        } catch (RuntimeException | InterruptedException failure) {
            process.close();
            throw failure;
        }
    }

    public ChildProcess process() {
        return process;
    }

    /** Where clients connect, {@code host:port}. */
    public String bootstrap() {
        return bootstrap;
    }

    @Override
    public void close() {
        process.close();
    }

    private static String awaitReady(ChildProcess process) throws InterruptedException {
        long deadline = System.nanoTime() + START_TIMEOUT.toNanos();
        while (System.nanoTime() - deadline < 0) {
            process.requireAlive();
            Optional<String> ready = process.logLines().stream()
                    .filter(line -> line.startsWith(READY))
                    .findFirst();
            if (ready.isPresent()) {
                return ready.get().substring(READY.length()).strip();
            }
            Thread.sleep(50);
        }
        throw new ProcessFailedException("The broker has not printed 'ready host:port' within %d s.%n%s"
                .formatted(START_TIMEOUT.toSeconds(), process.logTail()));
    }

    private static String classPath(Path file) {
        try {
            // Our own classes bring the logging configuration.
            return file.resolveSibling("../classes").normalize() + ":" + Files.readString(file);
        } catch (IOException missing) {
            throw new UncheckedIOException(
                    "The broker's class path '%s' cannot be read: build the module 'benchmark' up to 'package'."
                            .formatted(file),
                    missing);
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException failure) {
            throw new UncheckedIOException("No free port on the loopback interface.", failure);
        }
    }
}
