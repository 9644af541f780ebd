package io.millrace.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A service in a JVM of its own, which the test can kill, stop and continue by its pid. */
final class ServiceProcess implements AutoCloseable {

    /** What a service prints when it runs. */
    static final String RUNNING = "the service is running";

    /** What a service prints before the trigger that it runs with now. */
    static final String SWITCHED = "the service has switched to ";

    private final Process process;
    private final Path log;

    private ServiceProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /** Starts the main class {@code service}, whose output goes to a file in {@code logs}. */
    static ServiceProcess start(Path logs, Class<?> service, List<String> arguments) {
        return start(logs, List.of(), service, arguments);
    }

    /** The same; {@code prefix} is a command that runs the one behind it. */
    static ServiceProcess start(Path logs, List<String> prefix, Class<?> service, List<String> arguments) {
        try {
            Path log = Files.createTempFile(logs, "service", ".log");
            List<String> command = new ArrayList<>(prefix);
            command.addAll(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx128m",
                    "-XX:TieredStopAtLevel=1",
                    "-XX:+UseSerialGC",
                    "-cp",
                    System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                    service.getName()));
            command.addAll(arguments);
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            return new ServiceProcess(process, log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    ServiceProcess awaitRunning() {
        awaitOutput(RUNNING);
        return this;
    }

    String output() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Has it go on with another trigger, and waits until it does. */
    void switchTrigger(String trigger) {
        int printed = output().length();
        beginSwitch(trigger);
        awaitOutput(printed, SWITCHED + trigger);
    }

    /** Has it go on with another trigger, as soon as it can. */
    void beginSwitch(String trigger) {
        Writer told = process.outputWriter(StandardCharsets.UTF_8);
        try {
            told.write(trigger + System.lineSeparator());
            told.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Tells it that nothing more will be told. */
    void endInput() {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns its exit code, once it has ended. */
    int exitValue() {
        return process.exitValue();
    }

    /** Ends it at once, as by kill -9. */
    void kill() {
        process.destroyForcibly();
        awaitEnd();
    }

    /** Asks it to end, as by kill -TERM, and waits for that. */
    void terminate() {
        process.destroy();
        awaitEnd();
    }

    /** Takes the processor from it; it knows nothing of it. */
    void suspend() {
        signal("STOP");
    }

    void resume() {
        signal("CONT");
    }

    @Override
    public void close() {
        process.destroyForcibly();
        awaitEnd();
    }

    /** Waits until it has printed {@code text}. */
    void awaitOutput(String text) {
        awaitOutput(0, text);
    }

    /** The same, without what it had printed when {@link #output} was {@code position} long. */
    void awaitOutput(int position, String text) {
        await().atMost(Duration.ofSeconds(60)).until(() -> {
            String output = output().substring(position);
            assertThat(isAlive() || output.contains(text))
                    .as("it ended without '%s': %s", text, output)
                    .isTrue();
            return output.contains(text);
        });
    }

    /** Waits until it has ended by itself. */
    void awaitEnd() {
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS))
                    .as("the service ends")
                    .isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void signal(String name) {
        try {
            Process kill = new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid())).start();
            assertThat(kill.waitFor()).isZero();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
