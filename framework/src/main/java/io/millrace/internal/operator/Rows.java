package io.millrace.internal.operator;

import java.util.ArrayList;
import java.util.List;

/**
 * The records of one key, side and timestamp that wait for partners, in the order in which they came. Immutable.
 *
 * @param rows at least one
 */
record Rows<V>(List<Row<V>> rows) {

    /**
     * A record that waits.
     *
     * @param alone whether it has had no partner so far and is to leave without one when its window closes
     */
    record Row<V>(V value, boolean alone) {

        Row<V> joined() {
            return alone ? new Row<>(value, false) : this;
        }
    }

    Rows {
        rows = List.copyOf(rows);
    }

    static <V> Rows<V> of(Row<V> row) {
        return new Rows<>(List.of(row));
    }

    Rows<V> with(Row<V> row) {
        List<Row<V>> more = new ArrayList<>(rows);
        more.add(row);
        return new Rows<>(more);
    }

    /** Returns them as those that have had a partner. */
    Rows<V> joined() {
        return new Rows<>(rows.stream().map(Row::joined).toList());
    }

    /** Returns those that have had a partner; there may be none. */
    List<Row<V>> withoutAlone() {
        return rows.stream().filter(row -> !row.alone()).toList();
    }

    /** Returns whether any is to leave without a partner. */
    boolean hasAlone() {
        return rows.stream().anyMatch(Row::alone);
    }
}
