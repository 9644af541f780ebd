package io.millrace.state;

import java.util.List;

/**
 * A list for each record key; the key is that of the record in hand. Each element is stored by itself, so adding one costs
 * the same however long the list is.
 *
 * <p>An element that is added must not be changed afterwards. Usable within {@code process} only. Confined to the worker.
 *
 * @param <E> not null
 */
public interface ListState<E> {

    void add(E element);

    /** Returns a copy of the list; empty if nothing was added. */
    List<E> get();

    /** Replaces the whole list. */
    void set(List<E> elements);

    void clear();
}
