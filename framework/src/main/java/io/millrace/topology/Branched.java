package io.millrace.topology;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The name of a branch and, if wanted, what to build on it at once. Immutable. */
public final class Branched<K extends @Nullable Object, V extends @Nullable Object> {

    final @Nullable String name;
    final @Nullable Consumer<? super KStream<K, V>> continuation;

    private Branched(@Nullable String name, @Nullable Consumer<? super KStream<K, V>> continuation) {
        this.name = name;
        this.continuation = continuation;
    }

    public static <K extends @Nullable Object, V extends @Nullable Object> Branched<K, V> as(String name) {
        return new Branched<>(name, null);
    }

    /** Builds the branch's way in place; such a branch is not in the map that ends the split. */
    public static <K extends @Nullable Object, V extends @Nullable Object> Branched<K, V> withConsumer(
            Consumer<? super KStream<K, V>> continuation) {
        return new Branched<>(null, continuation);
    }

    public Branched<K, V> withName(String newName) {
        return new Branched<>(newName, continuation);
    }

    static <K extends @Nullable Object, V extends @Nullable Object> Branched<K, V> unnamed() {
        return new Branched<>(null, null);
    }
}
