package io.millrace.spring;

import io.millrace.errors.InvalidSettingsException;
import io.millrace.runtime.DeadLetterReplay;
import io.millrace.runtime.TopologyHandle;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;

/**
 * Sends the dead letters of one topology back once the application is ready, and ends the process: with exit code 0, or 1 if that
 * failed.
 *
 * <p>Confined to the thread that starts the application.
 */
final class ReplayCommand implements ApplicationListener<ApplicationReadyEvent> {

    private static final Logger LOG = LoggerFactory.getLogger(ReplayCommand.class);

    private static final int FAILED = 1;

    private final TopologyHandle topology;
    private final DeadLetterReplay which;
    private final IntSupplier closing;
    private final IntConsumer exit;

    /**
     * @param closing closes the application context and returns the exit code
     * @param exit ends the process with a code
     */
    ReplayCommand(TopologyHandle topology, DeadLetterReplay which, IntSupplier closing, IntConsumer exit) {
        this.topology = topology;
        this.which = which;
        this.closing = closing;
        this.exit = exit;
    }

    /**
     * Returns the one of {@code topologies} named {@code name}.
     *
     * @throws InvalidSettingsException if there is none
     */
    static TopologyHandle topology(List<TopologyHandle> topologies, @Nullable String name) {
        return topologies.stream()
                .filter(topology -> topology.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new InvalidSettingsException(List.of(
                        "'millrace.replay-dead-letters.topology' is '%s', and there is no such topology. Set it to one of: '%s'."
                                .formatted(
                                        name,
                                        String.join(
                                                "', '",
                                                topologies.stream()
                                                        .map(TopologyHandle::name)
                                                        .toList())))));
    }

    @Override
    public void onApplicationEvent(ApplicationReadyEvent event) {
        boolean done = replay();
        // The end of the process waits for the application, which is not started before this thread goes on.
        new Thread(() -> end(done), "millrace-exit").start();
    }

    private boolean replay() {
        try {
            DeadLetterReplay.Result result = topology.replayDeadLetters(which);
            LOG.atInfo()
                    .addKeyValue("millrace.topology", topology.name())
                    .log(
                            "Dead letters of topology '{}': {} sent back, {} left, {} can't be sent back",
                            topology.name(),
                            result.sent(),
                            result.left(),
                            result.unusable());
            return true;
        } catch (RuntimeException e) {
            LOG.atError()
                    .addKeyValue("millrace.topology", topology.name())
                    .setCause(e)
                    .log("Dead letters of topology '{}' could not be sent back", topology.name());
            return false;
        }
    }

    private void end(boolean done) {
        int code = closing.getAsInt();
        exit.accept(done ? code : Math.max(code, FAILED));
    }
}
