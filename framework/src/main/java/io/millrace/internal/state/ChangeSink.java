package io.millrace.internal.state;

import org.jspecify.annotations.Nullable;

/** Takes the sealed changes of a shard on their way to the changelogs. Confined to the committer. */
@FunctionalInterface
public interface ChangeSink {

    /**
     * Takes the new value of one key.
     *
     * @param value null where the key was removed
     * @param timestamp milliseconds since the epoch; for stores with a TTL when the value was written
     */
    void change(String store, byte[] key, byte @Nullable [] value, long timestamp);
}
