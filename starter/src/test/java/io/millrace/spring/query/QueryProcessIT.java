package io.millrace.spring.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.devbroker.DevBroker;
import io.millrace.devbroker.DevBrokerSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLongArray;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** State that is asked for in three instances, of which one is killed under load. */
class QueryProcessIT {

    private static final int KEYS = 30;
    private static final long BASE = 3;

    /** A dead member's session, two rounds of a rebalance and a restore of little state, with room for a slow machine. */
    private static final Duration FAIL_OVER = Duration.ofSeconds(20);

    private static DevBroker broker;

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    private final String input = "in-" + UUID.randomUUID();
    private final Map<Integer, Process> instances = new LinkedHashMap<>();

    /** How many records of each key were given to the producer. */
    private final AtomicLongArray sent = new AtomicLongArray(KEYS);

    @TempDir
    Path directory;

    @BeforeAll
    static void startBroker() {
        broker = DevBroker.start(DevBrokerSettings.defaults().withPort(0).withControllerPort(0));
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @AfterEach
    void endInstances() {
        instances.values().forEach(Process::destroyForcibly);
    }

    @Test
    void noAnswerIsWrongWhileAnInstanceIsKilledAndSoonAllIsKnownAgain() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
                KafkaProducer<String, String> producer = new KafkaProducer<>(
                        Map.of("bootstrap.servers", broker.bootstrapServers()),
                        new StringSerializer(),
                        new StringSerializer())) {
            admin.createTopics(List.of(new NewTopic(input, 6, (short) 1))).all().get();
            for (int port : freePorts(3)) {
                instances.put(port, start(port));
            }
            sendRound(producer, BASE);
            producer.flush();
            instances.keySet().forEach(port -> await().atMost(Duration.ofSeconds(150))
                    .untilAsserted(() -> {
                        for (int key = 0; key < KEYS; key++) {
                            assertThat(ask(port, key))
                                    .as("key %d at %d%n%s", key, port, logs())
                                    .isEqualTo(BASE);
                        }
                    }));
            awaitCheckpoint(producer);

            int victim = instances.keySet().iterator().next();
            Objects.requireNonNull(instances.remove(victim)).destroyForcibly().waitFor();
            Duration unavailable = askUnderLoadUntilAllIsKnown(producer);

            assertThat(unavailable).isLessThan(FAIL_OVER);
            producer.flush();
            for (int port : instances.keySet()) {
                await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
                    for (int key = 0; key < KEYS; key++) {
                        assertThat(ask(port, key)).as("key %d", key).isEqualTo(sent.get(key));
                    }
                });
            }
        }
    }

    /** Another record of each key is processed behind an epoch's end: what came before is durable then. */
    private void awaitCheckpoint(KafkaProducer<String, String> producer) {
        long end = System.nanoTime() + Duration.ofSeconds(2).toNanos();
        await().pollInterval(Duration.ofMillis(100)).until(() -> System.nanoTime() - end > 0);
    }

    /** Returns how long the longest time was in which a key was not known, by any instance that is left. */
    private Duration askUnderLoadUntilAllIsKnown(KafkaProducer<String, String> producer) throws IOException {
        Random random = new Random(7);
        Map<Integer, Long> unknownSince = new LinkedHashMap<>();
        Map<Integer, Long> knownByAll = new LinkedHashMap<>();
        long longest = 0;
        long begin = System.nanoTime();
        List<Integer> ports = new ArrayList<>(instances.keySet());
        while (System.nanoTime() - begin < Duration.ofSeconds(60).toNanos()) {
            sendRound(producer, 1);
            producer.flush();
            for (int key = 0; key < KEYS; key++) {
                long count = ask(ports.get(random.nextInt(ports.size())), key);
                long now = System.nanoTime();
                if (count < 0) {
                    unknownSince.putIfAbsent(key, now);
                    knownByAll.remove(key);
                } else {
                    assertThat(count)
                            .as("the count of key %d, of which all up to %d were durable", key, BASE)
                            .isBetween(BASE, sent.get(key));
                    Long since = unknownSince.remove(key);
                    longest = Math.max(longest, since == null ? 0 : now - since);
                    knownByAll.putIfAbsent(key, now);
                }
            }
            boolean wasDown = longest > 0 && unknownSince.isEmpty();
            if (wasDown
                    && knownByAll.size() == KEYS
                    && System.nanoTime() - begin > Duration.ofSeconds(5).toNanos()) {
                return Duration.ofNanos(longest);
            }
        }
        throw new AssertionError("After a minute these keys were not known: %s; longest %d ms%n%s"
                .formatted(unknownSince.keySet(), longest / 1_000_000, logs()));
    }

    private void sendRound(KafkaProducer<String, String> producer, long times) {
        for (int key = 0; key < KEYS; key++) {
            for (long time = 0; time < times; time++) {
                sent.incrementAndGet(key); // before: an answer may be faster than the acknowledgement
                producer.send(new ProducerRecord<>(input, "key-" + key, "x"));
            }
        }
    }

    /** Returns the count of {@code key}, 0 for none, -1 if it is not known now. */
    private long ask(int port, int key) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://localhost:%d/count/key-%d".formatted(port, key)))
                .timeout(Duration.ofSeconds(10))
                .build();
        try {
            HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
            return switch (response.statusCode()) {
                case 200 -> Long.parseLong(response.body());
                case 404 -> 0;
                case 503 -> -1;
                default ->
                    throw new AssertionError("%d %s%n%s".formatted(response.statusCode(), response.body(), logs()));
            };
        } catch (IOException e) {
            return -1; // it is not up yet
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private Process start(int port) throws IOException {
        List<String> command = List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xmx256m",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                CountService.class.getName(),
                "--spring.config.location=optional:classpath:/none.yml",
                "--spring.application.name=" + input,
                "--server.port=" + port,
                "--spring.kafka.bootstrap-servers=" + broker.bootstrapServers(),
                "--spring.kafka.consumer.properties.session.timeout.ms=6000",
                "--millrace.trigger=real-time 200ms",
                "--millrace.queries.enabled=true",
                "--millrace.queries.http.enabled=true",
                "--millrace.queries.http.instance=http://localhost:" + port,
                "--test.input=" + input);
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve(port + ".log").toFile())
                .start();
    }

    private static List<Integer> freePorts(int count) throws IOException {
        List<ServerSocket> sockets = new ArrayList<>();
        for (int number = 0; number < count; number++) {
            sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
        }
        List<Integer> ports = sockets.stream().map(ServerSocket::getLocalPort).toList();
        for (ServerSocket socket : sockets) {
            socket.close();
        }
        return ports;
    }

    private String logs() {
        StringBuilder logs = new StringBuilder();
        try (var files = Files.list(directory)) {
            for (Path file : files.toList()) {
                logs.append(file).append('\n').append(Files.readString(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return logs.toString();
    }
}
