package io.millrace.internal.engine;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The first failure of a run, which ends it; later ones are its consequences and are dropped. Thread-safe. */
final class RunFailure implements Consumer<Throwable> {

    private final AtomicReference<@Nullable Throwable> first = new AtomicReference<>();
    private final Runnable onFailure;

    /** {@code onFailure} is run once, by the thread that failed first. */
    RunFailure(Runnable onFailure) {
        this.onFailure = onFailure;
    }

    @Override
    public void accept(Throwable failure) {
        if (first.compareAndSet(null, failure)) {
            onFailure.run();
        }
    }

    boolean isSet() {
        return first.get() != null;
    }

    Optional<Throwable> get() {
        return Optional.ofNullable(first.get());
    }
}
