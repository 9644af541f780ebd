package io.millrace.internal.state;

/** How the keys of a table become bytes and come back. Thread-safe as far as the user's serdes are. */
interface KeyFormat<K> {

    byte[] bytes(K key);

    K key(byte[] bytes);

    /** Returns the record key whose worker has {@code key}. */
    Object recordKey(K key);
}
