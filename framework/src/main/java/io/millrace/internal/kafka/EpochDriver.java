package io.millrace.internal.kafka;

import io.millrace.errors.MillraceException;
import io.millrace.internal.epoch.CommittedEpoch;
import io.millrace.internal.epoch.Epoch;
import io.millrace.internal.epoch.EpochCoordinator;
import io.millrace.internal.epoch.PartitionAssignment;
import io.millrace.internal.epoch.Position;
import io.millrace.internal.exchange.Exchange;
import io.millrace.internal.exchange.LaneEvent;
import io.millrace.processor.SourcePartition;
import io.millrace.runtime.EpochProgress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * Sends the barriers of epochs down all lanes from the source and follows them to their checkpoint.
 *
 * <p>Confined to the source worker, but for {@link #checkpoint} and {@link #end}.
 */
final class EpochDriver {

    private final EpochCoordinator coordinator;
    private final FeedTable feeds;
    private final Collection<Exchange> exchanges;
    private final ProgressReporter reporter;
    private final EpochState state;
    private final Consumer<Map<PartitionAssignment, Position>> onDurable;
    private final AwaitedCheckpoints awaited = new AwaitedCheckpoints();
    private final List<PartitionAssignment> closing = new ArrayList<>();
    private List<PartitionAssignment> ending = List.of();
    private boolean barrierRequested;
    private long recordsRead;

    /** {@code onDurable} is told where the input of each epoch ended that is durable. */
    EpochDriver(
            EpochCoordinator coordinator,
            FeedTable feeds,
            Collection<Exchange> exchanges,
            ProgressReporter reporter,
            EpochState state,
            Consumer<Map<PartitionAssignment, Position>> onDurable) {
        this.coordinator = coordinator;
        this.feeds = feeds;
        this.exchanges = exchanges;
        this.reporter = reporter;
        this.state = state;
        this.onDurable = onDurable;
    }

    /** Returns whether no epoch is being ended. */
    boolean isFlowing() {
        return coordinator.isFlowing();
    }

    /** Has {@code assignments} closed in all workers by the next barrier, and their state once that one's epoch is finished. */
    void closeAtNextBarrier(Collection<PartitionAssignment> assignments) {
        closing.addAll(assignments);
    }

    /** Asks for a barrier before the trigger wants one. */
    void requestBarrier() {
        barrierRequested = true;
    }

    /** Returns whether there is a reason for a barrier beside the trigger. */
    boolean isBarrierRequested() {
        return barrierRequested || !closing.isEmpty() || awaited.isWanted();
    }

    /** Asks for a barrier; returns what completes when all that has flowed by now is durable. Callable by any thread. */
    CompletableFuture<EpochProgress> checkpoint() {
        return awaited.await();
    }

    /** Lets those go who wait for a checkpoint: there will be none. Callable by any thread. */
    void end(MillraceException reason) {
        awaited.end(reason);
    }

    /**
     * Has the epoch end early if too much state has changed in it, or too many outputs wait for it; returns whether nothing more should be read until the one
     * before is finished.
     */
    boolean limitState() {
        if (!state.isFull()) {
            return false;
        }
        if (isFlowing()) {
            requestBarrier();
            return false;
        }
        return true;
    }

    /** Ends the epoch in the flow, see {@link #sendBarrier(LaneEvent.Ending, Set)}. */
    void sendBarrier() {
        sendBarrier(LaneEvent.Ending.IN_THE_FLOW, Set.of());
    }

    /**
     * Ends the epoch here: what has entered the lanes belongs to it, what follows does not.
     *
     * @param ended the partitions that have nothing more, if that is to be told
     */
    void sendBarrier(LaneEvent.Ending how, Set<SourcePartition> ended) {
        Epoch epoch = coordinator.close(feeds.positions());
        Map<PartitionAssignment, Long> published = feeds.takePublished();
        recordsRead = published.values().stream().mapToLong(Long::longValue).sum();
        LaneEvent.Barrier barrier = new LaneEvent.Barrier(epoch, closing, how, published.keySet(), ended);
        exchanges.forEach(exchange -> exchange.broadcast(barrier));
        ending = List.copyOf(closing);
        closing.clear();
        barrierRequested = false;
        awaited.barrierSent();
    }

    /** Moves the epoch on as far as possible without waiting; returns whether it became durable by that. */
    boolean advance() {
        return coordinator
                .advance()
                .map(committed -> {
                    finish(committed);
                    return true;
                })
                .orElse(false);
    }

    /** All workers are past the barrier and no commit goes on, so nobody has the state of what ended any more. */
    private void finish(CommittedEpoch committed) {
        state.end(ending);
        ending = List.of();
        feeds.release(committed.end().keySet());
        onDurable.accept(committed.end());
        awaited.committed(reporter.report(committed, recordsRead));
    }
}
