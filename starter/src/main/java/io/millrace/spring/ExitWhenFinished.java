package io.millrace.spring;

import io.millrace.MillraceEngine;
import io.millrace.runtime.TopologyEnd;
import io.millrace.runtime.TopologyListener;
import io.millrace.runtime.TopologyState;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntConsumer;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;

/**
 * Ends the process when all topologies have ended by themselves, finished or failed, so that a scheduler learns of it by the exit
 * code. Not before the application is ready; and not where a topology was stopped by hand, since somebody steers them then.
 *
 * <p>Thread-safe.
 */
final class ExitWhenFinished implements TopologyListener, ApplicationListener<ApplicationReadyEvent> {

    private static final Logger LOG = LoggerFactory.getLogger(ExitWhenFinished.class);

    private final ObjectProvider<MillraceEngine> engine;
    private final IntSupplier closing;
    private final IntConsumer exit;
    private final AtomicBoolean exiting = new AtomicBoolean();
    private volatile boolean ready;

    /**
     * @param closing closes the application context and returns the exit code
     * @param exit ends the process with a code
     */
    ExitWhenFinished(ObjectProvider<MillraceEngine> engine, IntSupplier closing, IntConsumer exit) {
        this.engine = engine;
        this.closing = closing;
        this.exit = exit;
    }

    @Override
    public void onApplicationEvent(ApplicationReadyEvent event) {
        ready = true;
        exitIfAllHaveEnded();
    }

    @Override
    public void stateChanged(String topology, TopologyState from, TopologyState to) {
        if (ready) {
            exitIfAllHaveEnded();
        }
    }

    private void exitIfAllHaveEnded() {
        boolean allHaveEnded = engine.getObject().topologies().stream()
                .allMatch(topology ->
                        topology.end().filter(end -> end != TopologyEnd.STOPPED).isPresent());
        if (allHaveEnded && exiting.compareAndSet(false, true)) {
            new Thread(this::exit, "millrace-exit").start();
        }
    }

    private void exit() {
        int code = closing.getAsInt();
        LOG.info("All topologies have ended: the process ends with exit code {}", code);
        exit.accept(code);
    }
}
