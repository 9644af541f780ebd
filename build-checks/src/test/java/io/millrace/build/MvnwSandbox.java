package io.millrace.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A copy of {@code mvnw} in a project of its own, run with a PATH that has only what a test puts there.
 *
 * <p>Every path in it contains spaces.
 */
final class MvnwSandbox {
    private static final Path REPOSITORY = Path.of("..").toAbsolutePath().normalize();
    private static final List<String> TOOLS = List.of(
            "cut", "dirname", "grep", "gzip", "mkdir", "mktemp", "mv", "rm", "sed", "sha512sum", "tail", "tar", "tr");

    private final Path root;
    private final Map<String, String> environment = new HashMap<>();
    private String shell = "sh";

    private MvnwSandbox(Path root) {
        this.root = root;
    }

    /** A project without Maven, on a machine with Java and curl. */
    static MvnwSandbox in(Path directory) throws IOException {
        MvnwSandbox sandbox = new MvnwSandbox(directory.resolve("a sandbox"));
        Files.createDirectories(sandbox.project().resolve(".mvn"));
        Files.createDirectories(sandbox.bin());
        Files.createDirectories(sandbox.elsewhere());
        Files.copy(REPOSITORY.resolve("mvnw"), sandbox.project().resolve("mvnw"));
        Files.copy(
                REPOSITORY.resolve(".mvn/maven.properties"), sandbox.project().resolve(".mvn/maven.properties"));
        for (String tool : TOOLS) {
            sandbox.install(tool);
        }
        sandbox.install("curl");
        sandbox.script("java", "exit 0");
        return sandbox;
    }

    /** Puts a tool of this machine onto the PATH. */
    void install(String tool) throws IOException {
        script(tool, "exec '%s' \"$@\"".formatted(locate(tool)));
    }

    /** Puts a shell script onto the PATH. */
    void script(String name, String body) throws IOException {
        writeScript(bin().resolve(name), body);
    }

    void uninstall(String tool) throws IOException {
        Files.delete(bin().resolve(tool));
    }

    /** Puts a Maven of {@code version}, which only prints its name and arguments, onto the PATH. */
    void installMaven(String version) throws IOException {
        script("mvn", mavenScript("installed", version));
    }

    /** Makes a Maven distribution whose {@code mvn} only prints its name and arguments, and ends with {@code exit}. */
    Path distribution(int exit) throws Exception {
        Path tree = root.resolve("distribution");
        Path mvn = tree.resolve("apache-maven-fake").resolve("bin").resolve("mvn");
        Files.createDirectories(mvn.getParent());
        writeScript(mvn, mavenScript("downloaded", "3.9.99") + "\nexit " + exit);
        Path archive = root.resolve("maven.tar.gz");
        Process tar = new ProcessBuilder("tar", "-czf", archive.toString(), "-C", tree.toString(), "apache-maven-fake")
                .inheritIO()
                .start();
        assertThat(tar.waitFor()).isZero();
        return archive;
    }

    void set(String variable, String value) {
        environment.put(variable, value);
    }

    void runWith(String shell) {
        this.shell = shell;
    }

    /** Starts {@code mvnw} in a directory outside its project. */
    Process start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(locate(shell).toString());
        command.add(project().resolve("mvnw").toString());
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(elsewhere().toFile());
        builder.environment().clear();
        builder.environment().put("PATH", bin().toString());
        builder.environment().put("HOME", root.resolve("home").toString());
        builder.environment().put("MAVEN_USER_HOME", mavenUserHome().toString());
        builder.environment().putAll(environment);
        return builder.start();
    }

    Outcome run(String... arguments) throws Exception {
        return Outcome.of(start(arguments));
    }

    /** What the cache holds, with what is left over of downloads. */
    List<Path> cached() throws IOException {
        Path cache = mavenUserHome().resolve("millrace-maven");
        if (!Files.isDirectory(cache)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(cache)) {
            return entries.toList();
        }
    }

    Path elsewhere() {
        return root.resolve("another directory");
    }

    Path root() {
        return root;
    }

    static String sha512(Path file) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-512").digest(Files.readAllBytes(file)));
    }

    static void writeScript(Path file, String body) throws IOException {
        Files.writeString(file, "#!/bin/sh\n" + body + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    static String mavenScript(String name, String version) {
        return """
                if [ "$1" = --version ]; then
                    echo 'Apache Maven %s (fake)'
                    exit 0
                fi
                echo %s
                for argument in "$@"; do
                    echo "[$argument]"
                done""".formatted(version, name);
    }

    static boolean has(String tool) {
        return searchPath(tool).findFirst().isPresent();
    }

    private static Path locate(String tool) {
        return searchPath(tool)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("'%s' is not installed".formatted(tool)));
    }

    private static Stream<Path> searchPath(String tool) {
        return Stream.of(System.getenv("PATH").split(":"))
                .map(directory -> Path.of(directory).resolve(tool))
                .filter(Files::isExecutable);
    }

    private Path project() {
        return root.resolve("a project");
    }

    private Path bin() {
        return root.resolve("a bin");
    }

    private Path mavenUserHome() {
        return root.resolve("maven home");
    }

    /** How a run ended. */
    record Outcome(int exit, List<String> output, String errors) {

        static Outcome of(Process process) throws Exception {
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            String errors = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            return new Outcome(process.exitValue(), output.lines().toList(), errors);
        }
    }
}
