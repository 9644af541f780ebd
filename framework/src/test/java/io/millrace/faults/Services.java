package io.millrace.faults;

import static org.awaitility.Awaitility.await;

import io.millrace.support.TopicReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.core.ConditionTimeoutException;

/** Processes of a service under load, and the oracle that judges what they have done. Confined to the test's thread. */
final class Services implements AutoCloseable {

    private static final Duration TAKE_OVER = Duration.ofSeconds(60);
    private static final int LAST_LINES = 5;

    private final Subject subject;
    private final Scene scene;
    private final Oracle oracle;
    private final InstanceGroup group;
    private final Ledger ledger;
    private final TopicReader outputs;
    private final List<ServiceProcess> started = new ArrayList<>();
    private final Set<String> inputs = new HashSet<>();
    private int counted;
    private long repeatable;

    /** Begins the load. */
    Services(Subject subject, Scene scene) {
        this.subject = subject;
        this.scene = scene;
        this.oracle = subject.oracle().apply(scene);
        this.group = new InstanceGroup(scene, subject.topology());
        this.ledger = new Ledger(scene.cluster(), scene.in());
        this.outputs = new TopicReader(scene.cluster(), scene.out());
    }

    /** Returns options of an instance that keeps its files under {@code directory}. */
    ServiceOptions options(String directory) {
        return scene.options(directory);
    }

    ServiceProcess start(ServiceOptions options) {
        return launch(options).awaitRunning();
    }

    /** Starts a process and does not wait until it runs. */
    ServiceProcess launch(ServiceOptions options) {
        return launch(List.of(), options);
    }

    /** The same; {@code prefix} is a command that runs the one behind it. */
    ServiceProcess launch(List<String> prefix, ServiceOptions options) {
        ServiceProcess service = ServiceProcess.start(scene.files(), prefix, subject.main(), options.arguments());
        started.add(service);
        return service;
    }

    /** Ends processes at once, as by kill -9, and notes what they may have put out that comes again. */
    void kill(ServiceProcess... services) {
        for (ServiceProcess service : services) {
            service.kill();
        }
        noteRepeatable();
    }

    /** Adds what was put out since the last checkpoints to what is {@link #repeatable}. */
    void noteRepeatable() {
        outputs.values();
        repeatable += oracle.uncommitted(outputs.allRecords());
    }

    /** Returns how many outputs the crashes so far may have doubled. */
    long repeatable() {
        return repeatable;
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

    /** Waits until {@code count} instances share all partitions, and none of them is about to move. */
    void awaitInstances(int count) {
        try {
            await().atMost(TAKE_OVER).until(() -> group.isShared(count, subject.partitions()));
        } catch (ConditionTimeoutException e) {
            throw new AssertionError(
                    "%d instances did not come to share the work; they said last:%n%s".formatted(count, lastWords()),
                    e);
        }
    }

    InstanceGroup group() {
        return group;
    }

    /** Ends the load, waits for the last output, ends the services, checks everything; returns the number of duplicates. */
    long settle() {
        ledger.end();
        await().atMost(TAKE_OVER).until(this::isAllOut);
        started.stream().filter(ServiceProcess::isAlive).forEach(ServiceProcess::terminate);
        outputs.values();
        oracle.checkState(ledger);
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
        List<ConsumerRecord<String, String>> all = outputs.allRecords();
        all.subList(counted, all.size()).forEach(output -> inputs.add(oracle.inputOf(output)));
        counted = all.size();
        return inputs.size() >= ledger.count();
    }
}
