package io.millrace.sink.support;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** Programs that Debian's packages bring, and what they need to run. */
final class Programs {

    private Programs() {}

    /** Returns where {@code name} is: on the path, or else among {@code elsewhere}. Without it, the tests at hand are skipped. */
    static Path find(String name, String installation, Path elsewhere) {
        Optional<Path> found =
                Stream.concat(onPath(name), below(elsewhere, name)).findFirst();
        Assumptions.assumeTrue(
                found.isPresent(),
                "There is no '%s' here: install it with 'apt-get install %s'".formatted(name, installation));
        return found.orElseThrow();
    }

    private static Stream<Path> onPath(String name) {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .map(directory -> Path.of(directory, name))
                .filter(Files::isExecutable);
    }

    /** Several versions may be there; the newest comes first. */
    private static Stream<Path> below(Path directory, String name) {
        if (!Files.isDirectory(directory)) {
            return Stream.empty();
        }
        try (Stream<Path> versions = Files.list(directory)) {
            List<Path> all = versions.sorted(Comparator.reverseOrder()).toList();
            return all.stream()
                    .map(version -> version.resolve("bin").resolve(name))
                    .filter(Files::isExecutable);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns a port of the loopback interface that is free now. */
    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void delete(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
