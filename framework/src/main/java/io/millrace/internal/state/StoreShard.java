package io.millrace.internal.state;

import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * One store's part of one shard: a table for each worker, and what the changelog needs of all of them.
 *
 * <p>First loaded, by one thread at a time; then opened by the workers, which own the tables from there on. The methods for the
 * committer may be called while the workers go on.
 */
interface StoreShard<K, V> extends AutoCloseable {

    /** Returns the table of {@code worker} of the store's stage. */
    Table<K, V> table(int worker);

    /**
     * Forgets what was kept on disk unless it came from the changelog {@code changelogId}: a topic that was deleted and made again
     * has the same name and other offsets. For the loader only, before it asks {@link #loadedTo()}.
     */
    void useOnlyFor(String changelogId);

    /** Takes over one record of the changelog; null removes. For the loader only. */
    void load(byte[] key, byte @Nullable [] value, long timestamp);

    /** Returns the changelog's offset from which loading has to go on; empty if from its beginning. */
    OptionalLong loadedTo();

    /** Notes that everything before {@code offset} of the changelog is loaded. */
    void loadedTo(long offset);

    /** Forgets everything that was loaded. For the loader only. */
    void clear();

    /** Gives all sealed changes to {@code sink}; for the committer only, and as often as it needs. */
    void forEachSealed(ChangeSink sink);

    /** The sealed changes are durable, and the changelog goes on at {@code nextOffset}: forgets them. For the committer only. */
    void committed(long nextOffset);

    /** Returns about how many bytes have changed since the last barrier. Callable by any thread. */
    long changedBytes();

    /** Returns about how many entries there are; none once it is closed. Callable by any thread. */
    long entries();

    /** Returns about how many bytes these take, serialized. Callable by any thread. */
    long bytes();

    /** Releases files and native memory. Called when no worker uses its tables any more. */
    @Override
    void close();
}
