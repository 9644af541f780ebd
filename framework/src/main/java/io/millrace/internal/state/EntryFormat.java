package io.millrace.internal.state;

import io.millrace.errors.StoreSerdeException;
import io.millrace.internal.plan.StorePlan;
import io.millrace.internal.state.StoredEntries.Stored;
import io.millrace.state.Entry;
import io.millrace.state.StoreDefinition;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How askers read and write what a store's answers are made of. Thread-safe as far as the user's serdes are. */
public final class EntryFormat {

    private final StoreDefinition<?> store;
    private final StoreFormat<Object, Object> format;
    private final StoreSerde<Object> recordKeys;

    private EntryFormat(StoreDefinition<?> store, StoreFormat<Object, Object> format, StoreSerde<Object> recordKeys) {
        this.store = store;
        this.format = format;
        this.recordKeys = recordKeys;
    }

    /** Returns that of {@code store}; {@code group} is the consumer group. */
    @SuppressWarnings("unchecked") // askers say what is stored
    public static EntryFormat of(StorePlan store, String group) {
        StoreDefinition<?> definition = store.definition();
        String changelog = StorePlan.changelog(group, store.name());
        return new EntryFormat(
                definition,
                (StoreFormat<Object, Object>) StoreFormat.of(definition, changelog),
                StoreFormat.plainKeys(definition, changelog).serde());
    }

    /**
     * Returns the bytes of {@code key} in the store; of a store with many entries for each record key, those of the record key.
     *
     * @throws ClassCastException if the serde takes no such keys
     */
    public byte[] key(Object key) {
        return recordKey(recordKeys.topic(), key);
    }

    /**
     * Returns the bytes of {@code key} in records of {@code topic}.
     *
     * @throws ClassCastException if the serde takes no such keys
     */
    public byte[] recordKey(String topic, Object key) {
        try {
            return new StoreSerde<>(store.name(), topic, "a key", recordKeys.serde()).bytes(key);
        } catch (StoreSerdeException e) {
            throw e.getCause() instanceof ClassCastException wrong ? wrong : e;
        }
    }

    /**
     * Returns the record key, or key of a key-value store, that {@code bytes} are.
     *
     * @throws StoreSerdeException if they are none
     */
    public Object key(byte[] bytes) {
        return recordKeys.object(bytes);
    }

    /** Returns the value that {@code found} makes, which is all that one key has; empty if there is none. */
    public Optional<Object> value(StoredEntries found) {
        List<Stored> entries = found.entries();
        if (entries.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                switch (store.kind()) {
                    case LIST -> entries.stream().map(this::value).toList();
                    case MAP -> map(entries);
                    case KEY_VALUE, VALUE, TIMERS -> value(entries.get(0));
                });
    }

    /** Returns {@code found} as entries, whose types are the caller's word. */
    @SuppressWarnings("unchecked")
    public <K, V> List<Entry<K, V>> entries(StoredEntries found) {
        List<Entry<K, V>> entries = new ArrayList<>();
        found.entries()
                .forEach(entry -> entries.add(new Entry<>((K) format.keys().key(entry.key()), (V) value(entry))));
        return entries;
    }

    private Map<Object, Object> map(List<Stored> entries) {
        Map<Object, Object> map = new LinkedHashMap<>();
        entries.forEach(entry -> map.put(((CompoundKey) format.keys().key(entry.key())).partKey(), value(entry)));
        return Collections.unmodifiableMap(map);
    }

    private Object value(Stored entry) {
        return format.values().object(entry.value());
    }
}
