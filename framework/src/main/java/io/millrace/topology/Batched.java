package io.millrace.topology;

import io.millrace.errors.RetryPolicy;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How records are put together into batches for a {@link io.millrace.sink.Sink}, and how often one is tried. Immutable.
 *
 * <p>A worker has one batch on its way and collects the next one meanwhile. When that is full, too, the worker takes no more records
 * until there is room.
 */
public final class Batched {

    private static final int SIZE = 500;
    private static final long BYTES = 1024 * 1024;
    private static final Duration LINGER = Duration.ofMillis(5);
    private static final RetryPolicy RETRY = RetryPolicy.defaults()
            .withMaxRetries(RetryPolicy.UNLIMITED)
            .withDelays(Duration.ofMillis(100), Duration.ofSeconds(5));
    private static final Batched DEFAULTS = new Batched(null, SIZE, BYTES, LINGER, RETRY);

    final @Nullable String name;
    private final int size;
    private final long bytes;
    private final Duration linger;
    private final RetryPolicy retry;

    private Batched(@Nullable String name, int size, long bytes, Duration linger, RetryPolicy retry) {
        this.name = name;
        this.size = size;
        this.bytes = bytes;
        this.linger = linger;
        this.retry = retry;
    }

    public static Batched defaults() {
        return DEFAULTS;
    }

    /**
     * Returns the defaults under a name. The ids of what is written are made of it, so that replays are recognised when the rest of the
     * topology has changed.
     */
    public static Batched as(String name) {
        return DEFAULTS.withName(name);
    }

    public Batched withName(String newName) {
        return new Batched(Objects.requireNonNull(newName, "newName"), size, bytes, linger, retry);
    }

    /** Has batches of {@code newSize} records at most, 1 or more; default 500. */
    public Batched withSize(int newSize) {
        if (newSize < 1) {
            throw new IllegalArgumentException(
                    "A batch is to have %d records at most: give 1 or more".formatted(newSize));
        }
        return new Batched(name, newSize, bytes, linger, retry);
    }

    /**
     * Has batches of about {@code newBytes} at most, 1 or more; default 1 MiB. One record is a batch, however large it is. Keys and values
     * count that are texts or byte arrays, and of others the input that they were made of.
     */
    public Batched withBytes(long newBytes) {
        if (newBytes < 1) {
            throw new IllegalArgumentException(
                    "A batch is to have %d bytes at most: give 1 or more".formatted(newBytes));
        }
        return new Batched(name, size, newBytes, linger, retry);
    }

    /**
     * Has a batch wait for more records as long as this, from its first one on; default 5 ms. Zero sends what is there as soon as the
     * batch before is written. At the end of an epoch nothing waits.
     */
    public Batched withLinger(Duration newLinger) {
        if (newLinger.isNegative()) {
            throw new IllegalArgumentException("The linger is %s: give zero or more".formatted(newLinger));
        }
        return new Batched(name, size, bytes, newLinger, retry);
    }

    /**
     * Has a batch that failed tried again as {@code newRetry} says; default without end, after 100 ms to 5 s. What failed at last, or was
     * {@linkplain io.millrace.sink.RefusedException refused}, is looked for record by record; but if the sink was not {@linkplain
     * io.millrace.sink.UnavailableException there}, the topology fails with a {@link io.millrace.errors.SinkUnavailableException}.
     */
    public Batched withRetry(RetryPolicy newRetry) {
        return new Batched(name, size, bytes, linger, Objects.requireNonNull(newRetry, "newRetry"));
    }

    public int size() {
        return size;
    }

    public long bytes() {
        return bytes;
    }

    public Duration linger() {
        return linger;
    }

    public RetryPolicy retry() {
        return retry;
    }
}
