package io.millrace.runtime;

/**
 * What this instance has of a store. Immutable.
 *
 * @param entries about how many
 * @param bytes about how many, serialized: on disk as the files say, in memory by the average size of the entries that were committed last
 */
public record StoreMetrics(String store, String stage, long entries, long bytes) {}
