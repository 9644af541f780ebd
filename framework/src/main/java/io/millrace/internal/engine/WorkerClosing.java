package io.millrace.internal.engine;

import io.millrace.internal.stage.Worker;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes workers at the end of a run, where a failure changes nothing any more but is worth a word: whatever user code throws
 * there, the workers after it are closed too, and with them Kafka's consumer.
 */
final class WorkerClosing {

    private static final Logger LOG = LoggerFactory.getLogger(WorkerClosing.class);

    private WorkerClosing() {}

    static void close(Worker worker) {
        close("Worker '%s'".formatted(worker.name()), worker::close);
    }

    /** Runs {@code closing}; {@code what} begins the sentence that tells of its failure. */
    static void close(String what, Runnable closing) {
        try {
            closing.run();
        } catch (Throwable e) {
            LOG.warn("{} could not be closed cleanly: {}", what, FailureText.of(e));
        }
    }
}
