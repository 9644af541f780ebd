package io.millrace.state;

import java.util.Iterator;

/**
 * Walks over entries of a store as they are when the walk comes to them. Close it: some stores hold native memory for it.
 *
 * <p>Valid until the processor that asked for it returns. While it is open, the store may be changed; whether the walk sees an
 * entry that is put meanwhile is not defined. Confined to the worker.
 */
public interface EntryIterator<K, V> extends Iterator<Entry<K, V>>, AutoCloseable {

    @Override
    void close();
}
