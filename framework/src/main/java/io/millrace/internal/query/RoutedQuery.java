package io.millrace.internal.query;

import io.millrace.internal.query.Question.Reply;
import io.millrace.internal.query.Question.What;
import io.millrace.internal.state.Lookup;
import io.millrace.internal.state.StoredEntries;
import io.millrace.query.Answer;
import io.millrace.query.AsOf;
import io.millrace.query.Entries;
import io.millrace.query.OtherInstances;
import io.millrace.query.StoreQuery;
import io.millrace.query.Unavailable;
import io.millrace.query.Unavailable.Reason;
import io.millrace.query.WindowedValue;
import io.millrace.state.StoreKind;
import io.millrace.state.StoreType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Has each question taken to the workers that can answer it, and makes one answer of their replies. Immutable. */
final class RoutedQuery<K, V> implements StoreQuery<K, V> {

    private final StoreQueries queries;
    private final QueriedStore store;
    private final AsOf asOf;
    private final Set<Integer> partitions;
    private final @Nullable OtherInstances others;

    /**
     * @param partitions those that are asked for; all if there are none
     * @param others takes questions to other instances; null if only this one is asked
     */
    RoutedQuery(
            StoreQueries queries,
            QueriedStore store,
            AsOf asOf,
            Set<Integer> partitions,
            @Nullable OtherInstances others) {
        this.queries = queries;
        this.store = store;
        this.asOf = asOf;
        this.partitions = partitions;
        this.others = others;
    }

    @Override
    public StoreQuery<K, V> asOf(AsOf newAsOf) {
        return new RoutedQuery<>(queries, store, Objects.requireNonNull(newAsOf, "newAsOf"), partitions, others);
    }

    @Override
    public StoreQuery<K, V> inPartitions(Set<Integer> newPartitions) {
        if (newPartitions.isEmpty() || newPartitions.stream().anyMatch(number -> number < 0)) {
            throw new IllegalArgumentException(
                    "Partitions %s: name at least one, and none below 0".formatted(newPartitions));
        }
        return new RoutedQuery<>(queries, store, asOf, new TreeSet<>(newPartitions), others);
    }

    @Override
    @SuppressWarnings("unchecked") // the caller says what is stored, as with every store by name
    public CompletionStage<Answer<Optional<V>>> get(K key) {
        if (store.windows().isPresent()) {
            store.requireOneEntryByKey("get(key)");
        }
        return ofKey(key).thenApply(answer -> answer.map(value -> value.map(stored -> (V) stored)));
    }

    @Override
    @SuppressWarnings("unchecked") // as above
    public CompletionStage<Answer<List<WindowedValue<V>>>> windows(K key, Instant from, Instant to) {
        var windows = store.windows()
                .orElseThrow(() -> new IllegalArgumentException(
                        "Store '%s' has no windows: ask for get(key)".formatted(store.name())));
        long first = from.toEpochMilli();
        long last = to.toEpochMilli();
        return ofKey(key)
                .thenApply(answer -> answer.map(value -> value.stream()
                        .flatMap(stored -> windows.in(stored).stream())
                        .filter(kept ->
                                kept.window().start() >= first && kept.window().start() <= last)
                        .map(kept -> new WindowedValue<>(kept.window(), (V) kept.aggregate()))
                        .toList()));
    }

    @Override
    public CompletionStage<Answer<Entries<K, V>>> range(@Nullable K from, @Nullable K to, int limit) {
        store.requireOneEntryByKey("range(from, to, limit)");
        Lookup.InRange range =
                Lookup.InRange.between(from == null ? null : keyBytes(from), to == null ? null : keyBytes(to));
        return entries(range, limits(limit), StoredEntries::merged);
    }

    @Override
    public CompletionStage<Answer<Entries<K, V>>> all(int limit) {
        store.requireOneEntryByKey("all(limit)");
        return entries(new Lookup.Any(), limits(limit), StoredEntries::joined);
    }

    /** Makes one answer of the entries that workers have. */
    private interface Union {

        StoredEntries of(List<StoredEntries> parts, StoredEntries.Limits limits);
    }

    private CompletableFuture<Answer<Optional<Object>>> ofKey(K key) {
        byte[] bytes = keyBytes(key);
        return stored(key)
                .thenCompose(answer -> passedOn(answer, bytes))
                .thenApply(answer -> answer.map(found -> store.format().value(found)));
    }

    /** Asks this instance for all that {@code key} has. */
    CompletableFuture<Answer<StoredEntries>> stored(K key) {
        store.requireReadable();
        Objects.requireNonNull(key, "key");
        keyBytes(key); // a wrong key is the caller's, whoever has it
        What what = what(
                new Lookup.OfKey(key),
                new StoredEntries.Limits(
                        queries.settings().maxEntries(), queries.settings().maxBytes()));
        return asked(desk -> List.of(desk.askOwner(store.plan(), shardOf(desk, key), key, what)))
                .thenApply(answer -> answer.map(parts -> parts.get(0)))
                .thenApply(this::whole);
    }

    /** Returns what the instance says that has the key, where this one knows it, and {@code answer} elsewhere. */
    private CompletionStage<Answer<StoredEntries>> passedOn(Answer<StoredEntries> answer, byte[] key) {
        if (others == null
                || !(answer instanceof Answer.Unknown<StoredEntries> unknown)
                || unknown.why().reason() != Reason.ELSEWHERE
                || unknown.why().instance().isEmpty()) {
            return CompletableFuture.completedFuture(answer);
        }
        int shard = unknown.why().partitions().iterator().next();
        return others.ask(
                        unknown.why().instance().get(),
                        store.topology(),
                        store.name(),
                        new PassedQuestion(shard, asOf, key).bytes())
                .thenApply(passed -> passed.map(PassedEntries::read));
    }

    private CompletableFuture<Answer<Entries<K, V>>> entries(Lookup lookup, StoredEntries.Limits limits, Union union) {
        return asked(desk -> desk.askAll(store.plan(), shards(desk), what(lookup, limits)))
                .thenApply(answer -> answer.map(parts -> union.of(parts, limits)))
                .thenApply(answer -> answer instanceof Answer.Known<StoredEntries> known
                                && known.value().isTooLarge()
                        ? new Answer.Unknown<StoredEntries>(tooLarge())
                        : answer)
                .thenApply(answer ->
                        answer.map(found -> new Entries<>(store.format().<K, V>entries(found), found.more())));
    }

    /** Nothing may be missing of what belongs to one key. */
    private Answer<StoredEntries> whole(Answer<StoredEntries> answer) {
        return answer instanceof Answer.Known<StoredEntries> known
                        && known.value().more()
                ? new Answer.Unknown<>(tooLarge())
                : answer;
    }

    private CompletableFuture<Answer<List<StoredEntries>>> asked(
            Function<QueryDesk, List<CompletableFuture<Reply>>> question) {
        Optional<Unavailable> refusal = isKept() ? Optional.empty() : Optional.of(notKept());
        Optional<QueryDesk> desk = queries.desk().get();
        if (refusal.isPresent() || desk.isEmpty()) {
            return CompletableFuture.completedFuture(
                    new Answer.Unknown<>(refusal.orElseGet(() -> QueryDesk.notRunning(store.topology()))));
        }
        List<CompletableFuture<Reply>> replies = question.apply(desk.get());
        CompletableFuture<Answer<List<StoredEntries>>> answer = new CompletableFuture<>();
        CompletableFuture.allOf(replies.toArray(CompletableFuture[]::new))
                .whenComplete((done, thrown) -> queries.answers().execute(() -> {
                    if (thrown == null) {
                        answer.complete(joined(replies));
                    } else {
                        answer.completeExceptionally(thrown);
                    }
                }));
        return answer;
    }

    private static Answer<List<StoredEntries>> joined(List<CompletableFuture<Reply>> replies) {
        List<StoredEntries> entries = new ArrayList<>();
        for (CompletableFuture<Reply> future : replies) {
            Reply reply = future.join();
            if (reply.refusal() != null) {
                return new Answer.Unknown<>(reply.refusal());
            }
            entries.addAll(reply.entries());
        }
        return new Answer.Known<>(entries);
    }

    private What what(Lookup lookup, StoredEntries.Limits limits) {
        return new What(store.plan().definition(), lookup, asOf == AsOf.LAST_CHECKPOINT, limits);
    }

    private StoredEntries.Limits limits(int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("The limit is %d: give at least 1".formatted(limit));
        }
        return new StoredEntries.Limits(
                Math.min(limit, queries.settings().maxEntries()),
                queries.settings().maxBytes());
    }

    private int shardOf(QueryDesk desk, K key) {
        if (partitions.size() == 1) {
            return desk.group(store.plan())
                    .division()
                    .shardOf(partitions.iterator().next());
        }
        if (store.kind() == StoreKind.KEY_VALUE || !partitions.isEmpty()) {
            throw new IllegalArgumentException(
                    "Each partition has a key of store '%s' for itself, and %s are asked for: name one with inPartitions(...)"
                            .formatted(store.name(), partitions.isEmpty() ? "all" : partitions));
        }
        KeyPlaces places = desk.places();
        var group = desk.group(store.plan());
        return places.shardOf(group, recordKey(places.topic(group), key));
    }

    private Collection<Integer> shards(QueryDesk desk) {
        var group = desk.group(store.plan());
        return partitions.isEmpty()
                ? IntStream.range(0, desk.places().shards(group)).boxed().toList()
                : partitions.stream().map(group.division()::shardOf).distinct().toList();
    }

    private byte[] keyBytes(K key) {
        try {
            return store.format().key(key);
        } catch (ClassCastException e) {
            throw wrongKey(key, e);
        }
    }

    private byte[] recordKey(String topic, K key) {
        return store.format().recordKey(topic, key);
    }

    private IllegalArgumentException wrongKey(K key, RuntimeException e) {
        return new IllegalArgumentException(
                "A key of store '%s' can't be a %s"
                        .formatted(store.name(), key.getClass().getSimpleName()),
                e);
    }

    private boolean isKept() {
        return asOf == AsOf.NOW
                || (store.plan().definition().logged()
                        && store.plan().definition().type().orElse(queries.storeType()) == StoreType.ROCKS_DB);
    }

    private Unavailable notKept() {
        return new Unavailable(
                Reason.NOT_KEPT,
                Set.of(),
                "Store '%s' of topology '%s' does not keep what it was at the last checkpoint: a store of type ROCKS_DB with a changelog does. Ask for AsOf.NOW"
                        .formatted(store.name(), store.topology()));
    }

    private Unavailable tooLarge() {
        return new Unavailable(
                Reason.TOO_LARGE,
                Set.of(),
                "What was asked of store '%s' of topology '%s' is more than an answer may be, which is %d entries and %d bytes: raise the bounds of QuerySettings, or ask for less"
                        .formatted(
                                store.name(),
                                store.topology(),
                                queries.settings().maxEntries(),
                                queries.settings().maxBytes()));
    }
}
