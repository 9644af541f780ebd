package io.millrace.internal.kafka;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;

/**
 * The outputs of a run that wait for a transaction: those of the epoch at work, which its workers have, and those that they have
 * sealed for the epoch that is being ended.
 *
 * <p>Thread-safe.
 */
final class OutputBuffers {

    private final List<LongSupplier> unsealed = new CopyOnWriteArrayList<>();
    private final Queue<EpochBuffer> sealed = new ConcurrentLinkedQueue<>();

    /** Adds a worker; {@code bytes} returns how much it has made since its last barrier. */
    void add(LongSupplier bytes) {
        unsealed.add(bytes);
    }

    /** Takes over what a worker has made; comes before the worker acknowledges its epoch. */
    void seal(EpochBuffer buffer) {
        sealed.add(buffer);
    }

    /** Returns what all workers have made for the epoch that is being ended, which they have acknowledged. */
    List<EpochBuffer> takeSealed() {
        List<EpochBuffer> taken = new ArrayList<>();
        for (EpochBuffer buffer = sealed.poll(); buffer != null; buffer = sealed.poll()) {
            taken.add(buffer);
        }
        return taken;
    }

    /** Returns about how many bytes of outputs have been made since the last barrier. */
    long unsealedBytes() {
        long bytes = 0;
        for (LongSupplier worker : unsealed) {
            bytes += worker.getAsLong();
        }
        return bytes;
    }
}
