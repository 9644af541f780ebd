package io.millrace.spring;

import io.millrace.MillraceEngine;
import io.millrace.runtime.TopologyEnd;
import io.millrace.runtime.TopologyListener;
import io.millrace.runtime.TopologyState;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntConsumer;
import java.util.function.IntSupplier;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;

/**
 * Ends the process when all topologies have ended by themselves, finished or failed, so that a scheduler learns of it by the exit
 * code. Not before the application is ready; and not where a topology was stopped by hand, since somebody steers them then.
 *
 * <p>A thread waits for it that keeps the process: the topologies' own are gone when they have ended, and a process without threads
 * ends with exit code 0.
 *
 * <p>Thread-safe.
 */
final class ExitWhenFinished implements TopologyListener, ApplicationListener<ApplicationReadyEvent>, DisposableBean {

    private static final Logger LOG = LoggerFactory.getLogger(ExitWhenFinished.class);

    private final ObjectProvider<MillraceEngine> engine;
    private final IntSupplier closing;
    private final IntConsumer exit;
    private final AtomicBoolean waiting = new AtomicBoolean();
    private final CountDownLatch ended = new CountDownLatch(1);

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
        if (waiting.compareAndSet(false, true)) {
            new Thread(this::exitAfterTheEnd, "millrace-exit").start();
        }
        endIfAllHaveEnded();
    }

    @Override
    public void stateChanged(String topology, TopologyState from, TopologyState to) {
        if (waiting.get()) {
            endIfAllHaveEnded();
        }
    }

    /** The application ends for another reason. */
    @Override
    public void destroy() {
        ended.countDown();
    }

    private void endIfAllHaveEnded() {
        if (areAll(end -> true)) {
            ended.countDown();
        }
    }

    private void exitAfterTheEnd() {
        try {
            ended.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        if (areAll(end -> end != TopologyEnd.STOPPED)) {
            int code = closing.getAsInt();
            LOG.info("All topologies have ended: the process ends with exit code {}", code);
            exit.accept(code);
        }
    }

    private boolean areAll(Predicate<TopologyEnd> wanted) {
        return engine.getObject().topologies().stream()
                .allMatch(topology -> topology.end().filter(wanted).isPresent());
    }
}
