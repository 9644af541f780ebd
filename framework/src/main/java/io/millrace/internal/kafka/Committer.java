package io.millrace.internal.kafka;

import io.millrace.internal.epoch.Checkpointer;
import io.millrace.internal.epoch.PartitionAssignment;
import io.millrace.internal.epoch.Position;
import java.time.Duration;

/** Makes the ends of epochs durable, and what the source worker has to know of that. Confined to the source worker. */
interface Committer extends Checkpointer {

    /** Notes that reading of {@code assignment} began at {@code position}, which is committed. */
    void startedAt(PartitionAssignment assignment, Position position);

    /** Returns whether a commit was sent whose answer comes only where the consumer is polled. */
    boolean isAnswerPending();

    /** Returns the engine's nanoTime when the last commit was sent whose answer comes by polling. */
    long sentAt();

    /**
     * Waits for an answer that would come by polling, if there is one, for {@code timeout} at most; for where nobody polls the
     * consumer meanwhile.
     */
    void awaitAnswer(Duration timeout);
}
