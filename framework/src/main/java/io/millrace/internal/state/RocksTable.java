package io.millrace.internal.state;

import io.millrace.state.Entry;
import io.millrace.state.EntryIterator;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A table on the local disk. The database holds what is durable; what has changed since is held as objects, by the bytes of its
 * key, and hides what the database has. Without a changelog nothing has to wait, and changes go into the database at once.
 *
 * <p>Confined to the worker, but where a method says otherwise.
 */
final class RocksTable<K, V> implements Table<K, V> {

    private final StoreParts<K, V> parts;
    private final int worker;
    private final RocksFiles files;
    private final RocksLayout layout;
    private final RocksExpiry expiry;
    private final Changes<NavigableMap<byte[], Written<V>>> changes;
    private final Set<RocksWalk<K, V>> openWalks = new HashSet<>();

    RocksTable(StoreParts<K, V> parts, int worker, RocksFiles files, RocksLayout layout) {
        this.parts = parts;
        this.worker = worker;
        this.files = files;
        this.layout = layout;
        this.expiry = new RocksExpiry(files, layout, parts.lifetime());
        this.changes = new Changes<>(parts.format().store(), () -> new TreeMap<>(KeyBytes.ORDER));
    }

    @Override
    public @Nullable V get(K key) {
        byte[] bytes = parts.format().keyBytes(key);
        Written<V> change = change(bytes);
        if (change != null) {
            return visible(change);
        }
        byte[] stored = files.get(layout.entryKey(bytes));
        return stored == null ? null : visible(stored);
    }

    @Override
    public void put(K key, V value) {
        change(
                parts.format().keyBytes(key),
                new Written<>(value, parts.lifetime().now()));
    }

    @Override
    public void remove(K key) {
        remove(parts.format().keyBytes(key));
    }

    @Override
    public EntryIterator<K, V> all() {
        return range(null, null, false);
    }

    @Override
    public EntryIterator<K, V> allOverBarriers() {
        return new ResumedWalk<>(this, parts.format()::keyBytes);
    }

    @Override
    public EntryIterator<K, V> range(byte @Nullable [] from, byte @Nullable [] to, boolean descending) {
        return KeyOrder.isEmpty(from, to) ? new NoEntries<>() : walk(from, to, descending);
    }

    @Override
    public @Nullable Readable<K, V> durable() {
        return parts.logged() ? new RocksDurable<>(this) : null;
    }

    /** Returns the value of {@code key} that the database has, whatever has changed since. */
    @Nullable
    V durable(K key) {
        byte[] stored = files.get(layout.entryKey(parts.format().keyBytes(key)));
        return stored == null ? null : visible(stored);
    }

    /** Walks over all entries from {@code from} on, until the next barrier; null for no bound. */
    RocksWalk<K, V> walk(byte @Nullable [] from) {
        return walk(from, null, false);
    }

    /** Returns whether {@code walk} has come to its end, or to a barrier. */
    boolean hasEnded(RocksWalk<K, V> walk) {
        return !openWalks.contains(walk);
    }

    private RocksWalk<K, V> walk(byte @Nullable [] from, byte @Nullable [] to, boolean descending) {
        return walk(
                List.of(
                        KeyOrder.part(changes.unsealed(), from, to, descending),
                        KeyOrder.part(changes.sealed(), from, to, descending)),
                from,
                to,
                descending);
    }

    /** Walks over what {@code changed} and the database have between two bounds, until the next barrier. */
    RocksWalk<K, V> walk(
            List<NavigableMap<byte[], Written<V>>> changed,
            byte @Nullable [] from,
            byte @Nullable [] to,
            boolean descending) {
        byte[] least = from == null ? layout.firstEntry() : layout.entryKey(from);
        byte[] behind = to == null ? layout.behindEntries() : layout.entryKey(to);
        RocksWalk<K, V> walk = new RocksWalk<>(this, changed, files.cursor(least, behind, descending), descending);
        openWalks.add(walk);
        return walk;
    }

    @Override
    public long approximateNumEntries() {
        long stored = layout.entries(files.estimatedKeys()) / parts.owners().sharers();
        return stored + changes.size() + changes.sealed().size();
    }

    @Override
    public void seal() {
        Set.copyOf(openWalks).forEach(RocksWalk::close);
        changes.seal();
    }

    @Override
    public int expire(int most) {
        return expiry.expire(most, key -> isMine(key) && change(key) == null, this::remove);
    }

    /** Returns what is set aside, by the bytes of the keys. For the committer only. */
    NavigableMap<byte[], Written<V>> sealed() {
        return changes.sealed();
    }

    /** What is set aside is in the database now: forgets it. For the committer only. */
    void dropSealed() {
        OptionalLong earliest =
                changes.sealed().values().stream().mapToLong(Written::at).min();
        changes.dropSealed();
        earliest.ifPresent(expiry::written);
    }

    /** Returns how many keys have changed since the last barrier. Callable by any thread. */
    int changedKeys() {
        return changes.size();
    }

    /** {@code walk} holds no native memory any more. */
    void closed(RocksWalk<K, V> walk) {
        openWalks.remove(walk);
    }

    /** Returns the entry that {@code change} made of {@code key}, if it is this table's and to be seen. */
    @Nullable
    Entry<K, V> entry(byte[] key, Written<V> change) {
        V value = visible(change);
        return value == null ? null : ownEntry(key, value);
    }

    /** Returns the entry that the database has of {@code key} as {@code stored}, if it is this table's and to be seen. */
    @Nullable
    Entry<K, V> storedEntry(byte[] key, byte[] stored) {
        V value = visible(stored);
        return value == null ? null : ownEntry(key, value);
    }

    private @Nullable Entry<K, V> ownEntry(byte[] bytes, V value) {
        K key = parts.format().keys().key(bytes);
        return parts.ownerOf(key) == worker ? new Entry<>(key, value) : null;
    }

    private void remove(byte[] key) {
        change(key, new Written<>(null, parts.lifetime().now()));
    }

    /** Returns the last change of {@code key} that is not durable yet, if there is one. */
    private @Nullable Written<V> change(byte[] key) {
        Written<V> change = changes.unsealed().get(key);
        return change == null ? changes.sealed().get(key) : change;
    }

    private void change(byte[] key, Written<V> change) {
        if (parts.logged()) {
            NavigableMap<byte[], Written<V>> unsealed = changes.unsealed();
            unsealed.put(key, change);
            changes.grownTo(unsealed.size());
            return;
        }
        V value = change.value();
        try (RocksBatch batch = new RocksBatch(layout)) {
            batch.change(key, value == null ? null : parts.format().valueBytes(value), change.at());
            files.write(batch.batch());
        }
        expiry.written(change.at());
    }

    private @Nullable V visible(Written<V> change) {
        return parts.lifetime().isOver(change.at()) ? null : change.value();
    }

    private @Nullable V visible(byte[] stored) {
        return parts.lifetime().isOver(layout.at(stored))
                ? null
                : parts.format().values().object(layout.value(stored));
    }

    private boolean isMine(byte[] key) {
        return parts.ownerOf(parts.format().keys().key(key)) == worker;
    }
}
