package io.millrace.processor;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Begins a call to elsewhere that finds out a new value, such as a request to another service, and returns at once.
 *
 * <p>The workers of a stage share one instance: it must be thread-safe, and must not block; a client that does goes into {@link
 * #blocking}. The stage that it returns may be completed by any thread. It is cancelled when nobody waits for its answer any more:
 * after a timeout, and when the topology stops. A mapper that throws counts as a call that failed.
 */
@FunctionalInterface
public interface AsyncMapper<K extends @Nullable Object, V extends @Nullable Object, W extends @Nullable Object> {

    CompletionStage<W> apply(K key, V value);

    /**
     * Returns what calls {@code function}, which may block, on threads for such calls: virtual ones where the JVM has them, else as
     * many as calls may be under way at a time. A call that nobody waits for any more is interrupted.
     */
    static <K extends @Nullable Object, V extends @Nullable Object, W extends @Nullable Object>
            AsyncMapper<K, V, W> blocking(BlockingMapper<? super K, ? super V, ? extends W> function) {
        return new Blocking<>(function);
    }

    /** What {@link #blocking} returns: the engine looks for it, and calls the function on another thread. Immutable. */
    record Blocking<K extends @Nullable Object, V extends @Nullable Object, W extends @Nullable Object>(
            BlockingMapper<? super K, ? super V, ? extends W> function) implements AsyncMapper<K, V, W> {

        /** Calls the function on the calling thread. */
        @Override
        public CompletionStage<W> apply(K key, V value) {
            try {
                return CompletableFuture.completedFuture(function.apply(key, value));
            } catch (Exception e) {
                return CompletableFuture.failedFuture(e);
            }
        }
    }
}
