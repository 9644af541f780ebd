package io.millrace.testkit;

import io.millrace.query.Answer;
import io.millrace.query.AsOf;
import io.millrace.query.Entries;
import io.millrace.query.StoreQuery;
import io.millrace.query.WindowedValue;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Asks the run that goes on, and has its workers answer at once. Confined to the driver's thread. */
record SettledQuery<K, V>(Supplier<StoreQuery<K, V>> query, Runnable settle) implements StoreQuery<K, V> {

    @Override
    public StoreQuery<K, V> asOf(AsOf newAsOf) {
        return new SettledQuery<>(() -> query.get().asOf(newAsOf), settle);
    }

    @Override
    public StoreQuery<K, V> inPartitions(Set<Integer> newPartitions) {
        return new SettledQuery<>(() -> query.get().inPartitions(newPartitions), settle);
    }

    @Override
    public CompletionStage<Answer<Optional<V>>> get(K key) {
        return settled(query.get().get(key));
    }

    @Override
    public CompletionStage<Answer<Entries<K, V>>> range(@Nullable K from, @Nullable K to, int limit) {
        return settled(query.get().range(from, to, limit));
    }

    @Override
    public CompletionStage<Answer<Entries<K, V>>> all(int limit) {
        return settled(query.get().all(limit));
    }

    @Override
    public CompletionStage<Answer<List<WindowedValue<V>>>> windows(K key, Instant from, Instant to) {
        return settled(query.get().windows(key, from, to));
    }

    private <T> CompletionStage<T> settled(CompletionStage<T> answer) {
        settle.run();
        return answer;
    }
}
