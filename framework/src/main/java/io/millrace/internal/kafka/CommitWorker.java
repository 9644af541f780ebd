package io.millrace.internal.kafka;

import io.millrace.internal.exchange.WakeUp;
import io.millrace.internal.stage.Worker;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Runs the commits of epochs, one at a time, beside the poll thread. Other than all workers of stages it waits for Kafka, and so
 * has a thread of its own.
 *
 * <p>What the source worker calls is thread-safe; the rest is confined to the committer.
 */
final class CommitWorker implements Worker {

    private final String transactionalId;
    private final CommitProducer producer;
    private final WakeUp self;
    private final WakeUp source;
    private final AtomicReference<@Nullable EpochCommit> next = new AtomicReference<>();
    private final AtomicReference<@Nullable CommitOutcome> outcome = new AtomicReference<>();
    private volatile boolean busy;
    private boolean prepared;

    /**
     * @param self wakes the thread that runs this
     * @param source wakes the source worker, which asks for the outcome
     */
    CommitWorker(String transactionalId, CommitProducer producer, WakeUp self, WakeUp source) {
        this.transactionalId = transactionalId;
        this.producer = producer;
        this.self = self;
        this.source = source;
    }

    String transactionalId() {
        return transactionalId;
    }

    /** Has {@code commit} tried once. Called by the source worker, as are the next two. */
    void submit(EpochCommit commit) {
        if (busy) {
            throw new IllegalStateException("Commit %s was begun while another goes on".formatted(commit.id()));
        }
        busy = true;
        outcome.set(null);
        next.set(commit);
        self.wakeUp();
    }

    /** Returns whether a commit goes on, and with it the use of the state that belongs to it. */
    boolean isBusy() {
        return busy;
    }

    /** Returns what became of the last commit, once. */
    @Nullable
    CommitOutcome takeOutcome() {
        return outcome.getAndSet(null);
    }

    @Override
    public String name() {
        return "committer";
    }

    @Override
    public int doWork() {
        if (!prepared) {
            prepared = true;
            producer.prepare();
            return 1;
        }
        EpochCommit commit = next.getAndSet(null);
        if (commit == null) {
            return 0;
        }
        outcome.set(producer.commit(commit));
        busy = false;
        source.wakeUp();
        return 1;
    }

    @Override
    public void close() {
        producer.close();
    }
}
