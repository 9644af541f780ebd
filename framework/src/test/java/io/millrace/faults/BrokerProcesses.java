package io.millrace.faults;

import io.millrace.devbroker.DevBrokerMain;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.metadata.storage.Formatter;

/**
 * Three brokers in JVMs of their own, numbered from 1, which keep everything three times and write it at least twice: one of
 * them may be away. Confined to the test's thread.
 */
final class BrokerProcesses implements AutoCloseable {

    static final int COUNT = 3;

    private static final Map<String, String> REPLICATION = Map.of(
            "default.replication.factor", "3",
            "min.insync.replicas", "2",
            "offsets.topic.replication.factor", "3",
            "transaction.state.log.replication.factor", "3",
            "transaction.state.log.min.isr", "2",
            // A broker that was killed is missed, and registers again, after this time.
            "broker.session.timeout.ms", "3000",
            "group.min.session.timeout.ms", "1000");

    private final Path directory;
    private final List<Integer> ports;
    private final List<Integer> controllerPorts;
    private final List<ServiceProcess> processes = new ArrayList<>();

    private BrokerProcesses(Path directory) {
        this.directory = directory;
        List<Integer> free = Ports.free(2 * COUNT);
        this.ports = free.subList(0, COUNT);
        this.controllerPorts = free.subList(COUNT, 2 * COUNT);
    }

    /** Starts three brokers that keep data and logs in {@code directory}; they are ready when clients get an answer. */
    static BrokerProcesses start(Path directory) {
        BrokerProcesses brokers = new BrokerProcesses(directory);
        String clusterId = Uuid.randomUuid().toString();
        for (int number = 1; number <= COUNT; number++) {
            brokers.format(number, clusterId);
            brokers.processes.add(brokers.launch(number));
        }
        brokers.processes.forEach(BrokerProcesses::awaitReady);
        return brokers;
    }

    String bootstrapServers() {
        return ports.stream().map(port -> "127.0.0.1:" + port).collect(Collectors.joining(","));
    }

    /** Stops a broker, which hands over what it leads before, and waits for that. */
    void stop(int number) {
        process(number).terminate();
    }

    /** Ends a broker at once, as by kill -9. */
    void kill(int number) {
        process(number).kill();
    }

    /** Starts a broker again that was stopped or killed. */
    void startAgain(int number) {
        processes.set(number - 1, launch(number));
        awaitReady(process(number));
    }

    @Override
    public void close() {
        processes.forEach(ServiceProcess::close);
    }

    private ServiceProcess process(int number) {
        return processes.get(number - 1);
    }

    private static void awaitReady(ServiceProcess process) {
        process.awaitOutput("ready 127.0.0.1");
    }

    private ServiceProcess launch(int number) {
        List<String> arguments = new ArrayList<>(List.of(
                "--port=" + ports.get(number - 1),
                "--controller-port=" + controllerPorts.get(number - 1),
                "--data=" + data(number),
                "--set=node.id=" + number,
                "--set=controller.quorum.voters=" + voters()));
        REPLICATION.forEach((name, value) -> arguments.add("--set=%s=%s".formatted(name, value)));
        return ServiceProcess.start(directory, DevBrokerMain.class, arguments);
    }

    private String voters() {
        return IntStream.rangeClosed(1, COUNT)
                .mapToObj(number -> "%d@127.0.0.1:%d".formatted(number, controllerPorts.get(number - 1)))
                .collect(Collectors.joining(","));
    }

    private Path data(int number) {
        return directory.resolve("broker-" + number);
    }

    /** Makes the directory one of a cluster of several; a development broker would make one of a cluster of its own. */
    private void format(int number, String clusterId) {
        try {
            Path data = Files.createDirectories(data(number));
            new Formatter()
                    .setNodeId(number)
                    .setClusterId(clusterId)
                    .setControllerListenerName("CONTROLLER")
                    .setHasDynamicQuorum(false)
                    .setDirectories(List.of(data.toString()))
                    .setMetadataLogDirectory(Optional.of(data.toString()))
                    .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                    .run();
        } catch (Exception e) {
            throw new IllegalStateException("Broker %d could not be formatted".formatted(number), e);
        }
    }
}
