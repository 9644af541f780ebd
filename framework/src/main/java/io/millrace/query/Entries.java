package io.millrace.query;

import io.millrace.state.Entry;
import java.util.List;

/**
 * Entries of a store. Immutable.
 *
 * @param more whether there are others, which did not fit
 */
public record Entries<K, V>(List<Entry<K, V>> list, boolean more) {

    public Entries {
        list = List.copyOf(list);
    }
}
