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
        try {
            worker.close();
        } catch (Throwable e) {
            LOG.warn("Worker '{}' could not be closed cleanly: {}", worker.name(), FailureText.of(e));
        }
    }
}
