package io.millrace.internal.kafka;

import io.millrace.runtime.TimeSource;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One of the ways of a run's outputs, made when it is first wanted. Thread-safe. */
final class LazySinkRoute {

    private static final Logger LOG = LoggerFactory.getLogger(LazySinkRoute.class);

    private static final Duration BETWEEN_ATTEMPTS = Duration.ofSeconds(30);

    private final Supplier<SinkRoute> maker;
    private final TimeSource time;
    private final AtomicBoolean making = new AtomicBoolean();
    private volatile @Nullable SinkRoute route;
    private volatile long nextAttempt;
    private boolean closed;

    LazySinkRoute(Supplier<SinkRoute> maker, TimeSource time) {
        this.maker = maker;
        this.time = time;
        this.nextAttempt = time.nanoTime();
    }

    /** Returns it if it is there. */
    @Nullable
    SinkRoute get() {
        return route;
    }

    /** Makes it at once. */
    SinkRoute make() {
        SinkRoute made = maker.get();
        making.set(true);
        route = made;
        return made;
    }

    /** Has {@code executor} make it and look up {@code topics}, unless that is under way, or has failed a moment ago. */
    void makeSoon(Executor executor, Supplier<Set<String>> topics) {
        if (!making.get() && time.nanoTime() - nextAttempt >= 0 && making.compareAndSet(false, true)) {
            executor.execute(() -> makeOrPutOff(topics));
        }
    }

    /** Closes it; what has not been sent by then is given up. One that is being made is closed then. */
    void close(Duration timeout) {
        SinkRoute open;
        synchronized (this) {
            closed = true;
            open = route;
        }
        if (open != null) {
            open.producer().close(timeout);
        }
    }

    private void makeOrPutOff(Supplier<Set<String>> topics) {
        SinkRoute made = null;
        try {
            made = maker.get();
            topics.get().forEach(made.topics()::await);
            if (!use(made)) {
                made.producer().close(Duration.ZERO);
            }
        } catch (Throwable e) { // an Error must not end this thread unseen
            LOG.warn(
                    "No second producer that suits the load better: outputs go on by the first one. Another attempt follows in {} s. {}",
                    BETWEEN_ATTEMPTS.toSeconds(),
                    e.toString());
            if (made != null) {
                made.producer().close(Duration.ZERO);
            }
            nextAttempt = time.nanoTime() + BETWEEN_ATTEMPTS.toNanos();
            making.set(false);
        }
    }

    private synchronized boolean use(SinkRoute made) {
        if (!closed) {
            route = made;
        }
        return !closed;
    }
}
