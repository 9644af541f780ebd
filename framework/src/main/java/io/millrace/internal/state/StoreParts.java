package io.millrace.internal.state;

/**
 * What one store's part of one shard is made of, wherever it keeps its entries. Immutable.
 *
 * @param workers how many the store's stage has
 * @param logged whether changes are to be collected
 */
record StoreParts<K, V>(StoreFormat<K, V> format, Lifetime lifetime, Owners owners, int workers, boolean logged) {

    /** Returns the number of the worker that has {@code key}. */
    int ownerOf(K key) {
        return owners.worker(format.keys().recordKey(key));
    }
}
