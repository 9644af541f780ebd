package io.millrace.sink.jdbc;

import io.millrace.sink.SinkRecord;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Says what of a record goes to which column of a table: a row with its key is changed, or inserted if there is none.
 *
 * <pre>{@code
 * Upsert.<String, Payment>into("accounts")
 *         .key("id", SinkRecord::key)
 *         .set("owner", payment -> payment.value().owner())
 *         .add("balance", payment -> payment.value().amount())
 * }</pre>
 *
 * <p>Immutable. The functions are called by several threads at a time.
 */
public final class Upsert<K extends @Nullable Object, V extends @Nullable Object> {

    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_$]*");
    private static final Pattern TABLE = Pattern.compile(NAME + "(\\." + NAME + ")?");

    private final String table;
    private final List<Column<K, V>> columns;
    private final boolean deleting;

    private Upsert(String table, List<Column<K, V>> columns, boolean deleting) {
        this.table = table;
        this.columns = List.copyOf(columns);
        this.deleting = deleting;
    }

    private enum Use {
        KEY,
        SET,
        ADD
    }

    private record Column<K extends @Nullable Object, V extends @Nullable Object>(
            String name, Use use, Function<? super SinkRecord<K, V>, ? extends @Nullable Object> value) {}

    /** Begins with a table's name, which may have a schema before it. */
    public static <K extends @Nullable Object, V extends @Nullable Object> Upsert<K, V> into(String table) {
        return new Upsert<>(checked("table", table, TABLE), List.of(), false);
    }

    /** Adds a column that tells rows apart. The table has a unique constraint on all of these together. */
    public Upsert<K, V> key(String column, Function<? super SinkRecord<K, V>, ? extends @Nullable Object> value) {
        return with(new Column<>(column, Use.KEY, value));
    }

    /** Adds a column that gets the record's value, whatever it had. */
    public Upsert<K, V> set(String column, Function<? super SinkRecord<K, V>, ? extends @Nullable Object> value) {
        return with(new Column<>(column, Use.SET, value));
    }

    /** Adds a column whose number grows by the record's. */
    public Upsert<K, V> add(String column, Function<? super SinkRecord<K, V>, ? extends Number> amount) {
        return with(new Column<>(column, Use.ADD, amount));
    }

    /** Has records without a value delete the row of their key; key columns must then be told without it. */
    public Upsert<K, V> deletingWithoutValue() {
        return new Upsert<>(table, columns, true);
    }

    /**
     * Returns the statements.
     *
     * @throws IllegalArgumentException if there is no key column
     */
    RecordStatements<K, V> statements() {
        List<Column<K, V>> keys = having(Use.KEY);
        if (keys.isEmpty()) {
            throw new IllegalArgumentException(
                    "The upsert into '%s' has no key column, so that no row could be found again: name one with key(...)"
                            .formatted(table));
        }
        String upsert = upsert();
        String deletion = "DELETE FROM %s WHERE %s"
                .formatted(table, keys.stream().map(key -> key.name() + " = ?").collect(Collectors.joining(" AND ")));
        return new RecordStatements<>() {
            @Override
            public String sql(SinkRecord<K, V> record) {
                return isDeletion(record) ? deletion : upsert;
            }

            @Override
            public void bind(PreparedStatement statement, SinkRecord<K, V> record) throws SQLException {
                int parameter = 1;
                for (Column<K, V> column : isDeletion(record) ? keys : columns) {
                    statement.setObject(parameter++, stored(column.value().apply(record)));
                }
            }
        };
    }

    private boolean isDeletion(SinkRecord<K, V> record) {
        return deleting && record.value() == null;
    }

    private String upsert() {
        String changes = columns.stream()
                .filter(column -> column.use() != Use.KEY)
                .map(column -> column.use() == Use.SET
                        ? "%1$s = EXCLUDED.%1$s".formatted(column.name())
                        : "%1$s = present.%1$s + EXCLUDED.%1$s".formatted(column.name()))
                .collect(Collectors.joining(", "));
        return "INSERT INTO %s AS present (%s) VALUES (%s) ON CONFLICT (%s) DO %s"
                .formatted(
                        table,
                        names(columns),
                        columns.stream().map(column -> "?").collect(Collectors.joining(", ")),
                        names(having(Use.KEY)),
                        changes.isEmpty() ? "NOTHING" : "UPDATE SET " + changes);
    }

    private List<Column<K, V>> having(Use use) {
        return columns.stream().filter(column -> column.use() == use).toList();
    }

    private Upsert<K, V> with(Column<K, V> column) {
        checked("column", column.name(), NAME);
        Objects.requireNonNull(column.value(), "value");
        List<Column<K, V>> more = new ArrayList<>(columns);
        more.add(column);
        return new Upsert<>(table, more, deleting);
    }

    private static <K, V> String names(List<Column<K, V>> columns) {
        return columns.stream().map(Column::name).collect(Collectors.joining(", "));
    }

    /** Drivers of JDBC 4.2 take neither instants nor enums. */
    private static @Nullable Object stored(@Nullable Object value) {
        if (value instanceof Instant instant) {
            return instant.atOffset(ZoneOffset.UTC);
        }
        return value instanceof Enum<?> constant ? constant.name() : value;
    }

    private static String checked(String what, String name, Pattern legal) {
        if (!legal.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "The name of a %s is '%s': use letters, digits, underscores and dollar signs. For other names write the statement yourself"
                            .formatted(what, name));
        }
        return name;
    }
}
