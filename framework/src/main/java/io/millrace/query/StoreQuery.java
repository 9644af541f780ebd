package io.millrace.query;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Asks one store of a running topology. The worker that owns an entry answers between two records, so an answer is never half of a
 * record's work; it is a copy. What this instance does not own now it does not tell: see {@link Unavailable}.
 *
 * <p>An answer of several partitions or workers is made of what each of them had at a moment of its own.
 *
 * <p>A stage that is returned completes on a thread that answers share, and exceptionally if a serde or RocksDB fails. It has no time
 * limit: what user code makes wait, makes questions wait; a question that is cancelled or completed by its asker, as by {@code
 * CompletableFuture.orTimeout}, is not answered any more.
 *
 * <p>Immutable, thread-safe, and valid as long as the topology, over its restarts.
 *
 * @param <K> of the record keys, but for a {@link io.millrace.state.KeyValueStore} that of the store's own keys
 * @param <V> of the values; a {@link List} for a {@link io.millrace.state.ListState}, a {@link java.util.Map} for a {@link
 *     io.millrace.state.MapState}
 */
public interface StoreQuery<K, V> {

    /** Asks for the state as of then, where the store knows it; the default is {@link AsOf#NOW}. */
    StoreQuery<K, V> asOf(AsOf newAsOf);

    /**
     * Asks only what belongs to these partitions of the store's input, whatever key it has. Needed where producers do not put keys into
     * the partitions that Kafka's own partitioner would, and for a single key of a {@link io.millrace.state.KeyValueStore}, of which each
     * partition has its own.
     *
     * @throws IllegalArgumentException if there is none, or a negative one
     */
    StoreQuery<K, V> inPartitions(Set<Integer> newPartitions);

    /**
     * Asks for the value of {@code key}; empty if there is none.
     *
     * @throws IllegalArgumentException if the key is not of the store's type, or the store has windows, or timers
     */
    CompletionStage<Answer<Optional<V>>> get(K key);

    /**
     * Asks for up to {@code limit} entries between two keys, both included, in the order of the keys' serialized bytes; null is no bound.
     * To go on, ask from the last key again. The first such question to a store in memory has its workers put all keys in order, and keep
     * them so from then on.
     *
     * @throws IllegalArgumentException if a key is not of the store's type, if the limit is not above zero, or if the store has several
     *     entries or windows for each key
     */
    CompletionStage<Answer<Entries<K, V>>> range(@Nullable K from, @Nullable K to, int limit);

    /**
     * Asks for up to {@code limit} entries, whichever come first.
     *
     * @throws IllegalArgumentException as {@link #range} does
     */
    CompletionStage<Answer<Entries<K, V>>> all(int limit);

    /**
     * Asks for the windows of {@code key} that begin from {@code from} to {@code to}, both included, in order of their beginnings: those
     * that are kept, which are the ones that are not closed, and perhaps some that are.
     *
     * @throws IllegalArgumentException if the key is not of the store's type, or the store has no windows
     */
    CompletionStage<Answer<List<WindowedValue<V>>>> windows(K key, Instant from, Instant to);
}
