package io.millrace.internal.exchange;

import com.lmax.disruptor.BusySpinWaitStrategy;
import com.lmax.disruptor.EventPoller;
import com.lmax.disruptor.RingBuffer;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A bounded ring from one worker to one other. Neither side ever waits in it: a full lane refuses, an empty one gives
 * nothing, and whoever finds it so sleeps elsewhere until the other side wakes it. It is full, too, of few records that are large.
 *
 * <p>{@link #offer} is confined to the producing worker, {@link #poll} to the consuming one; they may be the same thread.
 */
public final class Lane {

    /** Of the inputs of all records in it; more than a ring of ordinary records comes to, and little enough for a small heap. */
    private static final long MOST_BYTES = 4L * 1024 * 1024;

    private final RingBuffer<Slot> ring;
    private final EventPoller<Slot> poller;
    private final WakeUp producer;
    private final WakeUp consumer;
    private volatile boolean producerWaits;
    /** How many records of blocks were published; written by the producer only. */
    private final AtomicLong published = new AtomicLong();
    /** How many of these were taken. */
    private final AtomicLong takenFromBlocks = new AtomicLong();
    /** How many bytes were published; written by the producer only. */
    private final AtomicLong publishedBytes = new AtomicLong();
    /** How many of these were taken when the producer looked last; its own. */
    private long seenTakenBytes;
    /** How many of these were taken. */
    private final AtomicLong takenBytes = new AtomicLong();

    /**
     * @param capacity a power of two
     * @param producer wakes the producing worker when a full lane has room again
     * @param consumer wakes the consuming worker when an event was published
     */
    public Lane(int capacity, WakeUp producer, WakeUp consumer) {
        // A poller never uses the wait strategy; this one does nothing when an event is published.
        this.ring = RingBuffer.createSingleProducer(Slot::new, capacity, new BusySpinWaitStrategy());
        this.poller = ring.newPoller();
        ring.addGatingSequences(poller.getSequence());
        this.producer = producer;
        this.consumer = consumer;
    }

    /** Publishes {@code event} and returns true, or returns false if the lane is full; the producer is woken then later. */
    boolean offer(LaneEvent event) {
        if (!publish(event)) {
            producerWaits = true;
            VarHandle.fullFence();
            if (!publish(event)) {
                return false;
            }
            producerWaits = false;
        }
        if (consumer != WakeUp.NOT_NEEDED) {
            VarHandle.fullFence();
            consumer.wakeUp();
        }
        return true;
    }

    /**
     * Returns whether a block would be published now, or has the producer woken later; one that is full of records in blocks takes
     * no more of them, however few events they are.
     */
    boolean hasRoomForBlock() {
        if (!hasRoomNow()) {
            producerWaits = true;
            VarHandle.fullFence();
            if (!hasRoomNow()) {
                return false;
            }
            producerWaits = false;
        }
        return true;
    }

    /** Publishes {@code block}, for which there is {@linkplain #hasRoomForBlock room}. */
    void offerBlock(LaneEvent.Block block) {
        published.lazySet(published.get() + block.records().size());
        if (!offer(block)) {
            throw new IllegalStateException("A block was published though there was no room for it");
        }
    }

    /** Gives events to {@code reader} until it returns false or the lane is empty; returns how many it took. */
    int poll(Predicate<LaneEvent> reader) {
        int[] taken = {0};
        long[] bytes = {0};
        try {
            poller.poll((slot, sequence, endOfBatch) -> {
                taken[0]++;
                LaneEvent event = taken(slot.take());
                bytes[0] += bytes(event);
                return reader.test(event);
            });
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("A lane's reader throws no checked exception", e);
        }
        if (taken[0] > 0) {
            takenBytes.lazySet(takenBytes.get() + bytes[0]); // nobody else writes it
            wakeWaitingProducer();
        }
        return taken[0];
    }

    /** Returns how many events wait; an estimate while the other side is at work. */
    public long depth() {
        return ring.getBufferSize() - ring.remainingCapacity();
    }

    /** Returns how full it is, from 0 to 1; an estimate. Callable by any thread. */
    public double fill() {
        double byRecords = Math.max(depth(), inBlocks()) / (double) ring.getBufferSize();
        double byBytes = (publishedBytes.get() - takenBytes.get()) / (double) MOST_BYTES;
        return Math.min(1, Math.max(byRecords, byBytes));
    }

    private long inBlocks() {
        return published.get() - takenFromBlocks.get();
    }

    private boolean hasRoomNow() {
        return ring.hasAvailableCapacity(1) && inBlocks() < ring.getBufferSize() && hasRoomForBytes();
    }

    /** Returns whether it is not full of bytes; by how many the next event goes beyond that does not matter. */
    private boolean hasRoomForBytes() {
        if (publishedBytes.get() - seenTakenBytes >= MOST_BYTES) {
            seenTakenBytes = takenBytes.get();
        }
        return publishedBytes.get() - seenTakenBytes < MOST_BYTES;
    }

    private static long bytes(LaneEvent event) {
        if (event instanceof LaneEvent.Data data) {
            return data.origin().bytes();
        }
        return event instanceof LaneEvent.Block block ? block.records().bytes() : 0;
    }

    private LaneEvent taken(LaneEvent event) {
        if (event instanceof LaneEvent.Block block) {
            takenFromBlocks.lazySet(takenFromBlocks.get() + block.records().size()); // nobody else writes it
        }
        return event;
    }

    private boolean publish(LaneEvent event) {
        long bytes = bytes(event);
        if ((bytes > 0 && !hasRoomForBytes()) || !ring.tryPublishEvent(Slot::put, event)) {
            return false;
        }
        publishedBytes.lazySet(publishedBytes.get() + bytes);
        return true;
    }

    private void wakeWaitingProducer() {
        VarHandle.fullFence();
        if (producerWaits) {
            producerWaits = false;
            producer.wakeUp();
        }
    }

    /** A place in the ring. It forgets its event when that is taken, so that the ring keeps no record alive. */
    private static final class Slot {
        private @Nullable LaneEvent event;

        static void put(Slot slot, long sequence, LaneEvent newEvent) {
            slot.event = newEvent;
        }

        LaneEvent take() {
            LaneEvent taken = event;
            if (taken == null) {
                throw new IllegalStateException("A lane's slot was read before it was written");
            }
            event = null;
            return taken;
        }
    }
}
