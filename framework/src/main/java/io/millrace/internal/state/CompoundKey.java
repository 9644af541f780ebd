package io.millrace.internal.state;

/**
 * A key of a table that holds many entries for each record key: whose entry it is, and which of them. Immutable.
 *
 * @param owner stands for the record key, see {@link KeyBytes#identity}
 * @param part stands for the index in a list, or the map's own key
 */
record CompoundKey(Object owner, Object part) {

    static CompoundKey of(Object recordKey, Object part) {
        return new CompoundKey(KeyBytes.identity(recordKey), KeyBytes.identity(part));
    }

    Object recordKey() {
        return KeyBytes.keyOf(owner);
    }

    /** Returns the index or the map's own key; the caller knows its type. */
    <P> P partKey() {
        return KeyBytes.keyOf(part);
    }

    @Override
    public String toString() {
        return owner + "/" + part;
    }
}
