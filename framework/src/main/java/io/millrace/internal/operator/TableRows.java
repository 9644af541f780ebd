package io.millrace.internal.operator;

import io.millrace.processor.Record;
import java.util.function.Consumer;

/** What the entries of a store are told as, where a table is told as a whole. Called by several threads at once. */
@FunctionalInterface
public interface TableRows {

    /**
     * Gives {@code action} the rows of an entry.
     *
     * @param watermark those that are closed by it are left out
     */
    void tell(Object key, Object stored, long watermark, Consumer<Record<Object, Object>> action);
}
