package io.millrace.testkit.internal.memory;

/** What a reader gets to see. */
public enum Isolation {
    /** What belongs to no transaction or to a committed one, up to the first that is open. */
    COMMITTED,
    /** Everything. */
    UNCOMMITTED
}
