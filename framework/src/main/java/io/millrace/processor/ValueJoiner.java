package io.millrace.processor;

import org.jspecify.annotations.Nullable;

/** Makes one value of two that are joined. The workers of a stage share one instance: it must be thread-safe, and must not block. */
@FunctionalInterface
public interface ValueJoiner<V extends @Nullable Object, W extends @Nullable Object, R extends @Nullable Object> {

    /** In a left join {@code second} is null where nothing matches, in an outer join either may be. */
    R apply(V first, W second);
}
