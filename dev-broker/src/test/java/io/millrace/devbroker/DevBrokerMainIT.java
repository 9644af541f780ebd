package io.millrace.devbroker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(90)
class DevBrokerMainIT {
    @TempDir
    Path directory;

    @Test
    void readyBrokerServesClientsUntilSigterm() throws Exception {
        Process process = run("--port=0", "--controller-port=0", "--data=" + directory);
        try {
            BrokerClient client = new BrokerClient(awaitReady(process));
            client.createTopic("payments", 1);
            assertThat(client.topics()).contains("payments");

            // SIGTERM on POSIX.
            process.destroy();

            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(128 + 15);
            assertThat(directory.resolve(".kafka_cleanshutdown"))
                    .as("mark of a clean stop")
                    .exists();
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void killedBrokerStartsAgainOnItsPortAndDirectory() throws Exception {
        Process killed = run("--port=0", "--controller-port=0", "--data=" + directory);
        String address = awaitReady(killed);
        BrokerClient client = new BrokerClient(address);
        client.createTopic("payments", 1);
        client.send("payments", "acknowledged");

        // SIGKILL on POSIX.
        killed.destroyForcibly().waitFor();

        Process next = run("--port=" + portOf(address), "--controller-port=0", "--data=" + directory);
        try {
            assertThat(awaitReady(next)).isEqualTo(address);
            assertThat(client.consume("readers", "payments", 1)).containsExactly("acknowledged");
        } finally {
            next.destroyForcibly();
        }
    }

    @Test
    void takenPortEndsTheProcessWithAMessage() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            Process process = run("--port=" + taken.getLocalPort(), "--controller-port=0");
            try {
                String errors = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);

                assertThat(process.waitFor()).isEqualTo(1);
                assertThat(errors).contains("127.0.0.1:" + taken.getLocalPort());
            } finally {
                process.destroyForcibly();
            }
        }
    }

    /** Waits for the line that says where clients connect, and returns that address. */
    private static String awaitReady(Process process) throws IOException {
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            String ready = output.readLine();
            assertThat(ready).matches("ready 127\\.0\\.0\\.1:\\d+");
            return ready.substring("ready ".length());
        }
    }

    private static String portOf(String address) {
        return address.substring(address.indexOf(':') + 1);
    }

    private static Process run(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1", // it lives too short for the better compiler to be worth its time
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                DevBrokerMain.class.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).start();
    }
}
