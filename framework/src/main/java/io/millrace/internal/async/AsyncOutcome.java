package io.millrace.internal.async;

import org.jspecify.annotations.Nullable;

/** What has become of the call for a record; it travels in place of the record's value. Immutable. */
public sealed interface AsyncOutcome {

    /** The value that the record goes on with. */
    record Value(@Nullable Object value) implements AsyncOutcome {}

    /**
     * The call has failed at last.
     *
     * @param input the value that the record came with
     */
    record Failure(@Nullable Object input, Throwable thrown) implements AsyncOutcome {}
}
