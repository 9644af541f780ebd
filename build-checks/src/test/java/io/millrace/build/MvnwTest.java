package io.millrace.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.millrace.build.MvnwSandbox.Outcome;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "mvnw is a POSIX shell script")
@Timeout(60)
class MvnwTest {
    private final AtomicInteger requests = new AtomicInteger();
    private final ExecutorService serverThreads = Executors.newCachedThreadPool();

    private final MvnwSandbox sandbox;
    private final HttpServer server;

    MvnwTest(@TempDir Path directory) throws IOException {
        sandbox = MvnwSandbox.in(directory);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    }

    @BeforeEach
    void startServer() {
        server.setExecutor(serverThreads);
        server.start();
    }

    @AfterEach
    void stopServer() {
        server.stop(0);
        serverThreads.shutdownNow();
    }

    @ParameterizedTest
    @ValueSource(strings = {"3.8.7", "3.10.1", "4.0.0"})
    void installedMavenIsUsedWhenNewEnough(String version) throws Exception {
        offer(sandbox.distribution(0));
        sandbox.installMaven(version);

        assertThat(sandbox.run("verify").output()).containsExactly("installed", "[verify]");
        assertThat(requests).hasValue(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"3.6.3", "2.9.0"})
    void installedMavenThatIsTooOldIsIgnored(String version) throws Exception {
        offer(sandbox.distribution(0));
        sandbox.installMaven(version);

        assertThat(sandbox.run("verify").output()).containsExactly("downloaded", "[verify]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"MAVEN_HOME", "M2_HOME"})
    void mavenOfTheEnvironmentComesBeforeThatOfThePath(String variable) throws Exception {
        Path home = sandbox.root().resolve("own maven");
        Path bin = Files.createDirectories(home.resolve("bin"));
        MvnwSandbox.writeScript(bin.resolve("mvn"), MvnwSandbox.mavenScript("own", "3.9.0"));
        sandbox.installMaven("3.9.0");
        sandbox.set(variable, home.toString());

        assertThat(sandbox.run().output()).containsExactly("own");
    }

    @Test
    void installedMavenIsIgnoredOnRequest() throws Exception {
        offer(sandbox.distribution(0));
        sandbox.installMaven("3.9.0");
        sandbox.set("MVNW_IGNORE_INSTALLED", "true");

        assertThat(sandbox.run().output()).containsExactly("downloaded");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sh", "dash", "bash"})
    void firstCallDownloadsAndTheSecondDoesNot(String shell) throws Exception {
        assumeTrue(MvnwSandbox.has(shell), shell + " is not installed");
        offer(sandbox.distribution(0));
        sandbox.runWith(shell);

        assertThat(sandbox.run("first").output()).containsExactly("downloaded", "[first]");
        assertThat(sandbox.run("second").output()).containsExactly("downloaded", "[second]");

        assertThat(requests).hasValue(1);
        assertThat(sandbox.cached()).hasSize(1);
    }

    @Test
    void wgetDownloadsWhereThereIsNoCurl() throws Exception {
        assumeTrue(MvnwSandbox.has("wget"), "wget is not installed");
        offer(sandbox.distribution(0));
        sandbox.uninstall("curl");
        sandbox.install("wget");

        assertThat(sandbox.run("verify").output()).containsExactly("downloaded", "[verify]");
    }

    @Test
    void callsAtTheSameTimeAllRunMavenAndLeaveOne() throws Exception {
        offer(sandbox.distribution(0));

        List<Process> processes = List.of(sandbox.start("a"), sandbox.start("b"), sandbox.start("c"));

        for (Process process : processes) {
            assertThat(Outcome.of(process).output()).startsWith("downloaded");
        }
        assertThat(sandbox.cached()).hasSize(1);
        assertThat(sandbox.cached().get(0)).isDirectoryNotContaining("glob:**/download*");
    }

    @Test
    void wrongChecksumIsRefusedAndNothingIsKept() throws Exception {
        Path archive = sandbox.distribution(0);
        offer(archive);
        String expected = "0".repeat(128);
        sandbox.set("MVNW_DISTRIBUTION_SHA512", expected);

        Outcome outcome = sandbox.run("verify");

        assertThat(outcome.exit()).isEqualTo(1);
        assertThat(outcome.output()).isEmpty();
        assertThat(outcome.errors()).contains("expected: " + expected, "actual: " + MvnwSandbox.sha512(archive));
        assertThat(sandbox.cached()).isEmpty();
    }

    @Test
    void pinnedChecksumHoldsForAMirror() throws Exception {
        serve(sandbox.distribution(0));
        sandbox.set("MVNW_DISTRIBUTION_URL", url());

        Outcome outcome = sandbox.run("verify");

        assertThat(outcome.exit()).isEqualTo(1);
        assertThat(outcome.errors()).contains("expected: " + pins().getProperty("sha512"));
    }

    @Test
    void argumentsAndExitStatusPassThrough() throws Exception {
        offer(sandbox.distribution(7));

        Outcome outcome = sandbox.run("-Dname=two words", "", "*", "$HOME");

        assertThat(outcome.output()).containsExactly("downloaded", "[-Dname=two words]", "[]", "[*]", "[$HOME]");
        assertThat(outcome.exit()).isEqualTo(7);
    }

    @Test
    void mavenRunsInTheDirectoryOfTheCaller() throws Exception {
        sandbox.script("mvn", MvnwSandbox.mavenScript("installed", "3.9.0") + "\npwd");

        assertThat(sandbox.run().output())
                .last()
                .isEqualTo(sandbox.elsewhere().toRealPath().toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"curl", "wget"})
    void missingDistributionIsReportedWithItsStatus(String tool) throws Exception {
        assumeTrue(MvnwSandbox.has(tool), tool + " is not installed");
        offer(sandbox.distribution(0));
        sandbox.uninstall("curl");
        sandbox.install(tool);
        sandbox.set("MVNW_DISTRIBUTION_URL", url() + ".gone");

        Outcome outcome = sandbox.run("verify");

        assertThat(outcome.exit()).isEqualTo(1);
        assertThat(outcome.errors()).contains("Cannot download", url() + ".gone", "404");
        assertThat(sandbox.cached()).isEmpty();
    }

    @Test
    void machineWithoutDownloaderIsTold() throws Exception {
        offer(sandbox.distribution(0));
        sandbox.uninstall("curl");

        Outcome outcome = sandbox.run("verify");

        assertThat(outcome.exit()).isEqualTo(1);
        assertThat(outcome.errors()).contains("neither is curl or wget");
    }

    @Test
    void machineWithoutJavaIsTold() throws Exception {
        sandbox.installMaven("3.9.0");
        sandbox.uninstall("java");

        Outcome outcome = sandbox.run("verify");

        assertThat(outcome.exit()).isEqualTo(1);
        assertThat(outcome.errors()).contains("No Java found");
    }

    @Test
    void wrongJavaHomeIsTold() throws Exception {
        sandbox.installMaven("3.9.0");
        sandbox.set("JAVA_HOME", "/no/jdk");

        Outcome outcome = sandbox.run("verify");

        assertThat(outcome.exit()).isEqualTo(1);
        assertThat(outcome.errors()).contains("JAVA_HOME is '/no/jdk'");
    }

    @Test
    void pinsAreOneReleaseOfTheApacheArchive() throws Exception {
        Properties pins = pins();

        assertThat(pins.getProperty("url"))
                .startsWith("https://archive.apache.org/dist/maven/maven-3/")
                .endsWith("/apache-maven-" + pins.getProperty("version") + "-bin.tar.gz");
        assertThat(pins.getProperty("sha512")).matches("[0-9a-f]{128}");
    }

    @Test
    void minimumIsTheOneTheBuildEnforces() throws Exception {
        assertThat(Files.readString(Path.of("..", "pom.xml")))
                .contains(
                        "<maven.minimum.version>%s.0</maven.minimum.version>".formatted(pins().getProperty("minimum")));
    }

    private static Properties pins() throws IOException {
        Properties pins = new Properties();
        try (InputStream file = Files.newInputStream(Path.of("..", ".mvn", "maven.properties"))) {
            pins.load(file);
        }
        return pins;
    }

    /** Serves {@code archive} and makes it the pinned one. */
    private void offer(Path archive) throws Exception {
        serve(archive);
        sandbox.set("MVNW_DISTRIBUTION_URL", url());
        sandbox.set("MVNW_DISTRIBUTION_SHA512", MvnwSandbox.sha512(archive));
    }

    private void serve(Path archive) throws IOException {
        byte[] content = Files.readAllBytes(archive);
        server.createContext("/", exchange -> answer(exchange, content));
    }

    private void answer(HttpExchange exchange, byte[] content) throws IOException {
        requests.incrementAndGet();
        try (exchange) {
            if (exchange.getRequestURI().getPath().equals("/maven.tar.gz")) {
                exchange.sendResponseHeaders(200, content.length);
                exchange.getResponseBody().write(content);
            } else {
                exchange.sendResponseHeaders(404, -1);
            }
        }
    }

    private String url() {
        return "http://127.0.0.1:%d/maven.tar.gz".formatted(server.getAddress().getPort());
    }
}
