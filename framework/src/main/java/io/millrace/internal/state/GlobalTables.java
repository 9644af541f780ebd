package io.millrace.internal.state;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The global tables of one run, empty at first: one reader fills them, all workers look into them. Thread-safe. */
public final class GlobalTables {

    private final Map<String, GlobalEntries> tables = new HashMap<>();

    GlobalTables(List<String> names) {
        names.forEach(name -> tables.put(name, new GlobalEntries()));
    }

    /**
     * Returns the table named {@code name}.
     *
     * @throws IllegalArgumentException if there is none
     */
    public GlobalEntries of(String name) {
        GlobalEntries table = tables.get(name);
        if (table == null) {
            throw new IllegalArgumentException(
                    "There is no global table '%s' among %s".formatted(name, tables.keySet()));
        }
        return table;
    }
}
