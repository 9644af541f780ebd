package io.millrace.internal.epoch;

import io.millrace.runtime.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Leads one epoch at a time from its barrier to its checkpoint, while the records of the next one flow.
 *
 * <p>An epoch is committed only after every worker has acknowledged it, and without the partitions that were lost in the
 * meantime: their new owner decides on them.
 *
 * <p>Confined to the source worker.
 */
public final class EpochCoordinator {

    private final int workers;
    private final Checkpointer checkpointer;
    private final TimeSource time;
    private final Runnable wakeUp;
    private EpochPhase phase = EpochPhase.FLOWING;
    private @Nullable Epoch closing;
    private long nextNumber = 1;
    private long startedAt;
    private Instant startedAtWallClock;

    /** {@code wakeUp} is run, by whichever thread acknowledges last, when {@link #advance} has something to do. */
    public EpochCoordinator(int workers, Checkpointer checkpointer, TimeSource time, Runnable wakeUp) {
        this.workers = workers;
        this.checkpointer = checkpointer;
        this.time = time;
        this.wakeUp = wakeUp;
        this.startedAt = time.nanoTime();
        this.startedAtWallClock = Instant.ofEpochMilli(time.currentTimeMillis());
    }

    /** Returns whether no epoch is being ended, so that {@link #close} may be called. */
    public boolean isFlowing() {
        return phase == EpochPhase.FLOWING;
    }

    /** Ends the current epoch's input at {@code end}; the caller sends the returned epoch's barrier down all lanes. */
    public Epoch close(Map<PartitionAssignment, Position> end) {
        require(EpochPhase.FLOWING);
        Epoch epoch = new Epoch(nextNumber++, end, workers, time, wakeUp);
        closing = epoch;
        phase = phase.next();
        return epoch;
    }

    /** Moves on as far as possible without waiting; returns the epoch that has become durable by it. */
    public Optional<CommittedEpoch> advance() {
        if (phase == EpochPhase.CLOSING && closing().isAcknowledged()) {
            checkpointer.begin(stillOwned(closing().end()));
            phase = phase.next();
        }
        if (phase == EpochPhase.COMMITTING && checkpointer.advance()) {
            phase = phase.next();
            return Optional.of(finish(closing()));
        }
        return Optional.empty();
    }

    private CommittedEpoch finish(Epoch epoch) {
        CommittedEpoch committed = new CommittedEpoch(
                epoch.number(),
                startedAtWallClock,
                Duration.ofNanos(epoch.closedAt() - startedAt),
                Duration.ofNanos(epoch.alignedAt() - epoch.closedAt()),
                Duration.ofNanos(Math.max(0, epoch.acknowledgedAt() - epoch.alignedAt())),
                Duration.ofNanos(time.nanoTime() - epoch.acknowledgedAt()),
                epoch.outputs(),
                epoch.end());
        long sinceClose = time.nanoTime() - epoch.closedAt();
        startedAt = epoch.closedAt();
        startedAtWallClock = Instant.ofEpochMilli(time.currentTimeMillis()).minusNanos(sinceClose);
        closing = null;
        return committed;
    }

    private static Map<PartitionAssignment, Position> stillOwned(Map<PartitionAssignment, Position> end) {
        Map<PartitionAssignment, Position> owned = new HashMap<>(end);
        owned.keySet().removeIf(PartitionAssignment::isDiscarded);
        return owned;
    }

    private Epoch closing() {
        return Objects.requireNonNull(closing, "an epoch is being ended in every phase but FLOWING");
    }

    private void require(EpochPhase expected) {
        if (phase != expected) {
            throw new IllegalStateException("An epoch can't be closed in phase %s".formatted(phase));
        }
    }
}
