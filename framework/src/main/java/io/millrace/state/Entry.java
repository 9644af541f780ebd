package io.millrace.state;

/** A key and its value in a store. Immutable. */
public record Entry<K, V>(K key, V value) {

    /** Names the type only: contents of stores do not belong into logs. */
    @Override
    public String toString() {
        return "Entry";
    }
}
