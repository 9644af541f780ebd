package io.millrace.internal.kafka;

/** How much of a shard's state a member has already, from the least to the most. */
enum Warmth {
    /** It has to read everything. */
    COLD,
    /** It has a copy that is not complete yet, or files of a former time. */
    PARTLY,
    /** It keeps a copy, or owned the shard a moment ago. */
    WARM
}
