package io.millrace.internal.operator;

import io.millrace.processor.ProcessingContext;

/** Counts the records that an operator drops because they come too late. The engine's contexts do. Confined to the worker. */
@FunctionalInterface
public interface LateRecords {

    /** One more is dropped. */
    void countLate();

    /** Returns what counts for the processor of {@code context}; in a context that is not the engine's, nobody does. */
    static LateRecords of(ProcessingContext context) {
        return context instanceof LateRecords late ? late : () -> {};
    }
}
