package io.millrace.internal.exchange;

/** What gave rise to a record and to all that is derived from it: an input record, or none. Immutable. */
public sealed interface Cause permits InputRecord, Cause.UnkeptInput, NoRecord {

    UnkeptInput UNKEPT_INPUT = new UnkeptInput();

    /** An input record that nobody will want to see as it was read. */
    record UnkeptInput() implements Cause {}
}
