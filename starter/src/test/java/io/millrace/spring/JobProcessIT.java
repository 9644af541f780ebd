package io.millrace.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.devbroker.DevBroker;
import io.millrace.devbroker.DevBrokerSettings;
import io.millrace.runtime.DeadLetterHeaders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Services that end by themselves, in processes of their own: what a scheduler gets to see. */
class JobProcessIT {

    private static DevBroker broker;

    private final String input = "in-" + UUID.randomUUID();
    private final String output = "out-" + UUID.randomUUID();

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

    @Test
    void aJobThatHasFinishedEndsWithZero() throws Exception {
        createTopics();
        send("1", "2", "3");

        assertThat(exitCode("--millrace.trigger=available-now", "--millrace.exit-when-finished=true"))
                .as(this::log)
                .isZero();

        try (OutputTopic results = new OutputTopic(broker.bootstrapServers(), output)) {
            assertThat(results.awaitValues(3)).containsExactlyInAnyOrder("1", "2", "3");
        }
        assertThat(log()).contains("Topology 'job' has finished", "the process ends with exit code 0");
    }

    @Test
    void aJobThatFailsEndsWithOne() throws Exception {
        createTopics();
        send("1", "poison");

        assertThat(exitCode(
                        "--millrace.trigger=once",
                        "--millrace.exit-when-finished=true",
                        "--millrace.restart.max-attempts=1",
                        "--millrace.restart.initial-backoff=10ms"))
                .as(this::log)
                .isEqualTo(1);
    }

    @Test
    void aServiceThatFailsForGoodEndsWithOneToo() throws Exception {
        createTopics();
        send("poison");

        assertThat(exitCode(
                        "--millrace.trigger=real-time 1s",
                        "--millrace.exit-when-finished=true",
                        "--millrace.restart.max-attempts=0"))
                .as(this::log)
                .isEqualTo(1);
    }

    @Test
    void aReplayOfDeadLettersSendsThemBackAndEndsWithZero() throws Exception {
        createTopics();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(input + "-job-dlt", 1, (short) 1)))
                    .all()
                    .get();
        }
        sendDeadLetter("mended", "java.lang.IllegalStateException");
        sendDeadLetter("other", "java.lang.IllegalArgumentException");

        assertThat(exitCode(
                        "--millrace.replay-dead-letters.topology=job",
                        "--millrace.replay-dead-letters.exception=IllegalStateException"))
                .as(this::log)
                .isZero();

        try (OutputTopic sentBack = new OutputTopic(broker.bootstrapServers(), input)) {
            assertThat(sentBack.awaitValues(1)).containsExactly("mended");
        }
        assertThat(log()).contains("1 sent back, 1 left").doesNotContain("is RUNNING");
    }

    private void sendDeadLetter(String value, String exception) throws ExecutionException, InterruptedException {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new StringSerializer(),
                new StringSerializer())) {
            ProducerRecord<String, String> letter = new ProducerRecord<>(input + "-job-dlt", value);
            letter.headers()
                    .add(DeadLetterHeaders.ORIGINAL_TOPIC, DeadLetterHeaders.value(input))
                    .add(DeadLetterHeaders.ORIGINAL_PARTITION, DeadLetterHeaders.value(1))
                    .add(DeadLetterHeaders.EXCEPTION, DeadLetterHeaders.value(exception));
            producer.send(letter).get();
        }
    }

    private void createTopics() throws ExecutionException, InterruptedException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(input, 2, (short) 1), new NewTopic(output, 2, (short) 1)))
                    .all()
                    .get();
        }
    }

    private void send(String... values) throws ExecutionException, InterruptedException {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new StringSerializer(),
                new StringSerializer())) {
            for (String value : values) {
                producer.send(new ProducerRecord<>(input, value)).get();
            }
        }
    }

    private int exitCode(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-XX:TieredStopAtLevel=1", // it lives too short for the better compiler to be worth its time
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                JobService.class.getName(),
                "--spring.config.location=optional:classpath:/none.yml",
                "--spring.application.name=" + input,
                "--spring.main.web-application-type=none",
                "--spring.kafka.bootstrap-servers=" + broker.bootstrapServers(),
                "--spring.kafka.consumer.auto-offset-reset=earliest",
                "--test.input=" + input,
                "--test.output=" + output));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(logFile().toFile())
                .start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).as(this::log).isTrue();
            return process.exitValue();
        } finally {
            process.destroyForcibly();
        }
    }

    private Path logFile() {
        return directory.resolve("job.log");
    }

    private String log() {
        try {
            return Files.readString(logFile());
        } catch (IOException e) {
            return "no log";
        }
    }
}
