package io.millrace.topology;

import io.millrace.errors.RetryPolicy;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * How calls to elsewhere are made: in what order their results go on, how many may be under way, for how long they are waited for, and
 * how often they are tried. See {@link KStream#mapAsync}.
 *
 * <p>Immutable.
 */
public final class Async {

    private static final int DEFAULT_CAPACITY = 100;
    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(5);
    private static final int DEFAULT_BATCH = 100;
    private static final Duration DEFAULT_LINGER = Duration.ofMillis(5);

    private final Order order;
    private int capacity = DEFAULT_CAPACITY;
    private Duration timeout = DEFAULT_TIMEOUT;
    private RetryPolicy retry = RetryPolicy.of(0);
    private Predicate<? super Throwable> retryOn = thrown -> true;
    private int batchSize = DEFAULT_BATCH;
    private Duration linger = DEFAULT_LINGER;
    private int parallelism = 1;
    private boolean deterministic;
    private @Nullable String name;

    private Async(Order order) {
        this.order = order;
    }

    private Async(Async other) {
        this.order = other.order;
        this.capacity = other.capacity;
        this.timeout = other.timeout;
        this.retry = other.retry;
        this.retryOn = other.retryOn;
        this.batchSize = other.batchSize;
        this.linger = other.linger;
        this.parallelism = other.parallelism;
        this.deterministic = other.deterministic;
        this.name = other.name;
    }

    /** What order the results of calls go on in. */
    public enum Order {
        /** See {@link Async#orderedByKey()}. */
        BY_KEY("in order by key"),

        /** See {@link Async#ordered()}. */
        TOTAL("in order"),

        /** See {@link Async#unordered()}. */
        NONE("in any order");

        private final String text;

        Order(String text) {
            this.text = text;
        }
    }

    /**
     * Keeps the order of each key's records, and lets other keys overtake: a slow call holds up nobody but its own key. A key's next
     * call begins when the one before it has ended, with all its tries, so that what calls do elsewhere is in order too. Records
     * without a key are in no order.
     */
    public static Async orderedByKey() {
        return new Async(Order.BY_KEY);
    }

    /** Keeps the order of all records of a worker. Calls are under way together; results wait for those of the records before. */
    public static Async ordered() {
        return new Async(Order.TOTAL);
    }

    /** Keeps no order: each result goes on when it has come. */
    public static Async unordered() {
        return new Async(Order.NONE);
    }

    /**
     * Sets how many records each worker holds at the most, from their coming until their results go on; at least 1, default 100. So no
     * more calls than that are under way at a time, and with that many nothing more is taken: back-pressure walks up to Kafka.
     */
    public Async capacity(int newCapacity) {
        requireAtLeastOne("capacity", newCapacity);
        Async copy = new Async(this);
        copy.capacity = newCapacity;
        return copy;
    }

    /** Sets how long the answer to each try is waited for, above zero; default 5 s. The call is cancelled then, and has failed. */
    public Async timeout(Duration newTimeout) {
        requireAboveZero("timeout", newTimeout);
        Async copy = new Async(this);
        copy.timeout = newTimeout;
        return copy;
    }

    /** Has calls that fail tried again, and those of the same key behind them wait meanwhile; by default there is one try. */
    public Async retry(RetryPolicy newRetry) {
        Async copy = new Async(this);
        copy.retry = Objects.requireNonNull(newRetry, "newRetry");
        return copy;
    }

    /** The same for failures that {@code on} holds for; others end the tries. An {@link Error} is never tried again. */
    public Async retry(RetryPolicy newRetry, Predicate<? super Throwable> on) {
        Async copy = retry(newRetry);
        copy.retryOn = Objects.requireNonNull(on, "on");
        return copy;
    }

    /**
     * Sets how many records go into one call of {@link KStream#mapAsyncBatch}, and how long the first of them waits for others; default
     * 100 records and 5 ms. A call begins with fewer when an epoch ends.
     *
     * @param size at least 1, and at most the capacity
     * @param newLinger zero or more
     */
    public Async batch(int size, Duration newLinger) {
        requireAtLeastOne("batch size", size);
        if (newLinger.isNegative()) {
            throw new IllegalArgumentException("linger is %s: give zero or more".formatted(newLinger));
        }
        Async copy = new Async(this);
        copy.batchSize = size;
        copy.linger = newLinger;
        return copy;
    }

    /** Names the node, and the stage that it begins; settings and metrics call it so. */
    public Async named(String newName) {
        Async copy = new Async(this);
        copy.name = Objects.requireNonNull(newName, "newName");
        return copy;
    }

    /** Sets the number of workers of the stage, at least 1; the default is 1, and the settings can override it. */
    public Async parallelism(int newParallelism) {
        Async copy = new Async(this);
        copy.parallelism = newParallelism;
        return copy;
    }

    /**
     * Says that a call for the same key and value always has the same answer. Then, with {@link #ordered()}, without a
     * fallback, and where a failed call stops the topology, outputs behind it are recognised when they are repeated; else shuffles behind
     * it pass with the checkpoint.
     */
    public Async deterministic() {
        Async copy = new Async(this);
        copy.deterministic = true;
        return copy;
    }

    public Order order() {
        return order;
    }

    public int capacity() {
        return capacity;
    }

    public Duration timeout() {
        return timeout;
    }

    public RetryPolicy retry() {
        return retry;
    }

    /** Returns whether a call that failed with {@code thrown} after {@code retries} is to be tried again. */
    public boolean isRetried(Throwable thrown, int retries) {
        return thrown instanceof Exception && retry.allows(retries) && retryOn.test(thrown);
    }

    public int batchSize() {
        return batchSize;
    }

    public Duration linger() {
        return linger;
    }

    public int parallelism() {
        return parallelism;
    }

    public boolean isDeterministic() {
        return deterministic;
    }

    @Nullable
    String name() {
        return name;
    }

    @Override
    public String toString() {
        return "%s, capacity %d, timeout %d ms%s, parallelism %d"
                .formatted(
                        order.text,
                        capacity,
                        timeout.toMillis(),
                        retry.maxRetries() == 0
                                ? ""
                                : ", retries "
                                        + (retry.maxRetries() == RetryPolicy.UNLIMITED
                                                ? "without end"
                                                : retry.maxRetries()),
                        parallelism);
    }

    private static void requireAtLeastOne(String what, int number) {
        if (number < 1) {
            throw new IllegalArgumentException("%s is %d: give at least 1".formatted(what, number));
        }
    }

    private static void requireAboveZero(String what, Duration duration) {
        if (duration.isNegative() || duration.isZero()) {
            throw new IllegalArgumentException("%s is %s: give more than zero".formatted(what, duration));
        }
    }
}
