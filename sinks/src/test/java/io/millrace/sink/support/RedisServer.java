package io.millrace.sink.support;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** A Redis server of the test's own, which keeps what it has acknowledged through restarts. Confined to the test's thread. */
public final class RedisServer {

    private static @Nullable RedisServer shared;

    private final Path program;
    private final Path directory;
    private final int port = Programs.freePort();
    private final RedisClient client;
    private @Nullable Process process;

    private RedisServer() {
        program = Programs.find("redis-server", "redis-server", Path.of("/usr/lib/redis"));
        try {
            directory = Files.createTempDirectory("millrace-redis-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        client = RedisClient.create(RedisURI.builder()
                .withHost("127.0.0.1")
                .withPort(port)
                .withTimeout(Duration.ofSeconds(5))
                .build());
    }

    /** Returns the one that all tests share, running; it ends with the JVM. Where there is no Redis, the test at hand is skipped. */
    public static RedisServer shared() {
        if (shared == null) {
            RedisServer server = new RedisServer();
            Runtime.getRuntime().addShutdownHook(new Thread(server::end));
            server.start();
            shared = server;
        }
        return shared;
    }

    public RedisClient client() {
        return client;
    }

    /** Ends it without a word to anybody. */
    public void kill() {
        Process running = process;
        if (running != null) {
            running.destroyForcibly().onExit().join();
        }
    }

    /** Starts it, and waits until it answers. */
    public void start() {
        Awaitility.await().atMost(Duration.ofSeconds(30)).ignoreExceptions().until(this::isUp);
    }

    private boolean isUp() throws IOException {
        Process running = process;
        if (running == null || !running.isAlive()) {
            process = new ProcessBuilder(
                            program.toString(),
                            "--port",
                            String.valueOf(port),
                            "--bind",
                            "127.0.0.1",
                            "--dir",
                            directory.toString(),
                            "--save",
                            "",
                            "--appendonly",
                            "yes",
                            "--appendfsync",
                            "always")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(
                            directory.resolve("log").toFile()))
                    .start();
        }
        try (StatefulRedisConnection<String, String> connection = client.connect()) {
            return connection.sync().ping().equals("PONG");
        }
    }

    private void end() {
        kill();
        Programs.delete(directory);
    }
}
