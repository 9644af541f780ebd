package io.millrace.processor;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Begins a call to elsewhere that finds out new values for several records in one go, and returns at once. What {@link AsyncMapper} says
 * of threads and cancellation holds here too.
 */
@FunctionalInterface
public interface AsyncBatchMapper<K extends @Nullable Object, V extends @Nullable Object, W extends @Nullable Object> {

    /**
     * Begins the call.
     *
     * @param records keys and values of the records, in their order; at least one
     * @return as many values as there are records, in the same order; another number is a failure of the call
     */
    CompletionStage<? extends List<? extends W>> apply(List<KeyValue<K, V>> records);

    /** Returns what calls {@code function}, which may block, as {@link AsyncMapper#blocking} does. */
    static <K extends @Nullable Object, V extends @Nullable Object, W extends @Nullable Object>
            AsyncBatchMapper<K, V, W> blocking(BlockingBatch<K, V, W> function) {
        return new Blocking<>(function);
    }

    /** Finds out new values by one call, and returns when it has them; called by several threads at a time. */
    @FunctionalInterface
    interface BlockingBatch<K extends @Nullable Object, V extends @Nullable Object, W extends @Nullable Object> {

        /** Throws what the call failed with. */
        List<? extends W> apply(List<KeyValue<K, V>> records) throws Exception;
    }

    /** What {@link #blocking} returns: the engine looks for it, and calls the function on another thread. Immutable. */
    record Blocking<K extends @Nullable Object, V extends @Nullable Object, W extends @Nullable Object>(
            BlockingBatch<K, V, W> function) implements AsyncBatchMapper<K, V, W> {

        /** Calls the function on the calling thread. */
        @Override
        public CompletionStage<? extends List<? extends W>> apply(List<KeyValue<K, V>> records) {
            try {
                return CompletableFuture.completedFuture(function.apply(records));
            } catch (Exception e) {
                return CompletableFuture.failedFuture(e);
            }
        }
    }
}
