package io.millrace.internal.state;

/** Keys that are what the user's serde makes of them. Thread-safe as far as the serde is. */
record PlainKeys<K>(StoreSerde<K> serde) implements KeyFormat<K> {

    @Override
    public byte[] bytes(K key) {
        return serde.bytes(key);
    }

    @Override
    public K key(byte[] bytes) {
        return serde.object(bytes);
    }

    @Override
    public Object recordKey(K key) {
        return key;
    }
}
