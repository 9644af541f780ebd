package io.millrace.faults;

import static org.awaitility.Awaitility.await;

import io.millrace.support.Cluster;
import io.millrace.support.TopicReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.core.ConditionTimeoutException;

/** Processes of a {@link KeyedService} under load, and the oracle that judges what they have done. Confined to the test's thread. */
final class KeyedServices implements AutoCloseable {

    private static final int PARTITIONS = 4;
    private static final Duration TAKE_OVER = Duration.ofSeconds(60);
    private static final int LAST_LINES = 5;

    private final Cluster cluster;
    private final Path files;
    private final String application = Cluster.application();
    private final String in;
    private final String out;
    private final Ledger ledger;
    private final TopicReader outputs;
    private final List<ServiceProcess> started = new ArrayList<>();

    /** Begins the load; {@code files} takes the services' logs and state. */
    KeyedServices(Cluster cluster, Path files) {
        this.cluster = cluster;
        this.files = files;
        this.in = cluster.topic("in", PARTITIONS);
        this.out = cluster.topic("out", PARTITIONS);
        this.ledger = new Ledger(cluster, in);
        this.outputs = new TopicReader(cluster, out);
    }

    /** Returns options of an instance that keeps its files under {@code directory}. */
    KeyedService.Options options(String directory) {
        return KeyedService.Options.of(cluster, application, in, out, files.resolve(directory));
    }

    ServiceProcess start(KeyedService.Options options) {
        return launch(options).awaitRunning();
    }

    /** Starts a process and does not wait until it runs. */
    ServiceProcess launch(KeyedService.Options options) {
        return launch(List.of(), options);
    }

    /** The same; {@code prefix} is a command that runs the one behind it. */
    ServiceProcess launch(List<String> prefix, KeyedService.Options options) {
        ServiceProcess service = ServiceProcess.start(files, prefix, KeyedService.class, options.arguments());
        started.add(service);
        return service;
    }

    /** Waits until {@code count} more outputs have come; if they don't, the services' last words say why. */
    void awaitMore(int count) {
        outputs.values();
        try {
            outputs.awaitRecords(outputs.allRecords().size() + count, TAKE_OVER);
        } catch (ConditionTimeoutException e) {
            throw new AssertionError(
                    "%d more outputs did not come; the services said last:%n%s".formatted(count, lastWords()), e);
        }
    }

    /** Ends the load, waits for the last output, ends the services, checks everything; returns the number of duplicates. */
    long settle() {
        ledger.end();
        await().atMost(TAKE_OVER).until(this::isAllOut);
        started.stream().filter(ServiceProcess::isAlive).forEach(ServiceProcess::terminate);
        outputs.values();
        KeyedOracle oracle = new KeyedOracle(cluster, application);
        oracle.checkChangelog(ledger);
        return oracle.checkOutputs(ledger, outputs.allRecords());
    }

    @Override
    public void close() {
        started.forEach(ServiceProcess::close);
        ledger.close();
        outputs.close();
    }

    private String lastWords() {
        return started.stream()
                .flatMap(service -> {
                    List<String> lines = service.output()
                            .lines()
                            .filter(line -> !line.startsWith("\t")) // of a stack trace
                            .toList();
                    return lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()).stream();
                })
                .collect(Collectors.joining(System.lineSeparator()));
    }

    private boolean isAllOut() {
        outputs.values();
        return outputs.allRecords().stream()
                        .map(KeyedServices::identity)
                        .distinct()
                        .count()
                >= ledger.count();
    }

    private static String identity(ConsumerRecord<String, String> output) {
        return output.key() + ":" + Fold.parse(output.value()).last();
    }
}
