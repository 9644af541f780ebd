package io.millrace.state;

/** Where a store keeps its entries. */
public enum StoreType {

    /** On the heap, as the user's own objects: nothing is serialized at an access. */
    IN_MEMORY,

    /** On the local disk, for state larger than memory; needs {@code org.rocksdb:rocksdbjni} on the class path. */
    ROCKS_DB
}
