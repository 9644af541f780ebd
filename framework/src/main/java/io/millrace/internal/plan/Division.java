package io.millrace.internal.plan;

/** How the state behind a group of input topics is divided into shards. */
public enum Division {
    /** Shard <i>p</i> has what came from partition <i>p</i> of all topics. */
    BY_PARTITION,
    /** One shard, numbered 0, has it all: any partition's records may change any key's state. */
    UNDIVIDED
}
