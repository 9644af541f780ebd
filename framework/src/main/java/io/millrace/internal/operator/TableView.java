package io.millrace.internal.operator;

import org.jspecify.annotations.Nullable;

/** What filters and mappings make of a table's stored values. Called by several threads at once. */
@FunctionalInterface
public interface TableView {

    /** Returns what {@code stored} is seen as; null if the table that is seen has no entry. */
    @Nullable
    Object apply(Object key, Object stored);
}
