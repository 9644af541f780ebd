package io.millrace.spring;

import io.millrace.MillraceEngine;
import io.millrace.errors.BrokerUnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Starts and drains the engine with the application context.
 *
 * <p>It is in the last phase of all. Topologies start when all is there that they may need: the topics of {@code NewTopic}
 * beans, what their code calls, and the web server, which answers the liveness probe meanwhile. They are drained before
 * any earlier phase stops. A topology's drain timeout is best shorter than {@code
 * spring.lifecycle.timeout-per-shutdown-phase}: when that has passed, Spring stops the rest though the drain goes on.
 *
 * <p>Can be started again after a stop. Thread-safe.
 */
final class MillraceLifecycle implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(MillraceLifecycle.class);

    private final MillraceEngine engine;
    private final boolean autoStartup;
    private final String bootstrapServers;

    private volatile boolean running;

    MillraceLifecycle(MillraceEngine engine, boolean autoStartup, String bootstrapServers) {
        this.engine = engine;
        this.autoStartup = autoStartup;
        this.bootstrapServers = bootstrapServers;
    }

    @Override
    public void start() {
        try {
            engine.start();
        } catch (BrokerUnavailableException e) {
            throw new UnreachableKafkaException(bootstrapServers, e);
        }
        running = true;
    }

    /** Drains, and returns when that is done. */
    @Override
    public void stop() {
        try {
            engine.drain();
        } finally {
            running = false;
        }
    }

    /** Drains on a thread of its own, so that the other beans of the phase stop at the same time. */
    @Override
    public void stop(Runnable callback) {
        new Thread(() -> drainAndTell(callback), "millrace-shutdown").start();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public boolean isAutoStartup() {
        return autoStartup;
    }

    @Override
    public int getPhase() {
        return SmartLifecycle.DEFAULT_PHASE;
    }

    private void drainAndTell(Runnable callback) {
        try {
            stop();
        } catch (RuntimeException e) {
            LOG.error(
                    "The topologies could not be drained; what they had in flight is read again at the next start.", e);
        } finally {
            callback.run();
        }
    }
}
