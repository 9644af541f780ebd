package io.millrace.internal.kafka;

import java.util.HashSet;
import java.util.Set;

/**
 * What an instance has of the state of shards that it does not own. Immutable.
 *
 * @param copies it has all of these, but for what was committed a moment ago
 * @param parts it has something of these: a copy that is still being loaded, or files of a former time
 */
record Holdings(Set<ShardKey> copies, Set<ShardKey> parts) {

    static final Holdings NONE = new Holdings(Set.of(), Set.of());

    Holdings {
        copies = Set.copyOf(copies);
        parts = Set.copyOf(parts);
    }

    static Holdings copies(Set<ShardKey> shards) {
        return new Holdings(shards, Set.of());
    }

    /** Returns the same, and with it parts of {@code shards}. */
    Holdings withParts(Set<ShardKey> shards) {
        Set<ShardKey> more = new HashSet<>(parts);
        more.addAll(shards);
        more.removeAll(copies);
        return new Holdings(copies, more);
    }
}
