package io.millrace.sink.jdbc;

import io.millrace.sink.BatchWriter;
import io.millrace.sink.Sink;
import io.millrace.sink.SinkContext;
import io.millrace.sink.SinkEffect;
import io.millrace.sink.SinkRecord;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Writes records to PostgreSQL, or to what speaks as it does. Each batch is one transaction, which also writes how far the records have
 * come, into a table of the sink's own; so a record that comes again after a failure is left out, and even what is added up counts
 * once.
 *
 * <p>Takes a connection for each batch: give it a pool. If the database is away, or a transaction is rolled back for reasons that pass, the
 * batch is tried again. What a constraint or a type stands against is refused.
 *
 * <p>Immutable.
 */
public final class JdbcSink<K extends @Nullable Object, V extends @Nullable Object> implements Sink<K, V> {

    private static final String POSITIONS = "millrace_outputs";
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final Pattern TABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_$]*(\\.[A-Za-z_][A-Za-z0-9_$]*)?");

    private final DataSource dataSource;
    private final RecordStatements<K, V> statements;
    private final SinkEffect effect;
    private final String positions;
    private final Duration timeout;

    private JdbcSink(
            DataSource dataSource,
            RecordStatements<K, V> statements,
            SinkEffect effect,
            String positions,
            Duration timeout) {
        this.dataSource = Objects.requireNonNull(dataSource, "dataSource");
        this.statements = statements;
        this.effect = effect;
        this.positions = positions;
        this.timeout = timeout;
    }

    /**
     * Returns a sink that changes or inserts rows.
     *
     * @throws IllegalArgumentException if {@code upsert} has no key column
     */
    public static <K extends @Nullable Object, V extends @Nullable Object> JdbcSink<K, V> of(
            DataSource dataSource, Upsert<K, V> upsert) {
        return of(dataSource, upsert.statements());
    }

    /** Returns a sink that executes {@code sql} once for each record, with the parameters that {@code binder} sets. */
    public static <K extends @Nullable Object, V extends @Nullable Object> JdbcSink<K, V> of(
            DataSource dataSource, String sql, StatementBinder<K, V> binder) {
        Objects.requireNonNull(sql, "sql");
        return of(dataSource, new RecordStatements<>() {
            @Override
            public String sql(SinkRecord<K, V> record) {
                return sql;
            }

            @Override
            public void bind(PreparedStatement statement, SinkRecord<K, V> record) throws SQLException {
                binder.bind(statement, record);
            }
        });
    }

    private static <K extends @Nullable Object, V extends @Nullable Object> JdbcSink<K, V> of(
            DataSource dataSource, RecordStatements<K, V> statements) {
        return new JdbcSink<>(dataSource, statements, SinkEffect.ONCE_WHERE_POSSIBLE, POSITIONS, TIMEOUT);
    }

    /** Has a topology refused where the same record can't be recognised; without it, such a topology writes at least once. */
    public JdbcSink<K, V> exactly() {
        return new JdbcSink<>(dataSource, statements, SinkEffect.ONCE, positions, timeout);
    }

    /** Leaves the positions out: what comes again is written again, which does no harm where it only sets columns. */
    public JdbcSink<K, V> atLeastOnce() {
        return new JdbcSink<>(dataSource, statements, SinkEffect.AT_LEAST_ONCE, positions, timeout);
    }

    /**
     * Has the positions in another table than {@code millrace_outputs}. It is made if it is not there; it has to be in the same database
     * as what is written.
     */
    public JdbcSink<K, V> withPositions(String table) {
        if (!TABLE.matcher(table).matches()) {
            throw new IllegalArgumentException(
                    "The table of positions is '%s': use letters, digits, underscores and dollar signs, and at most one dot"
                            .formatted(table));
        }
        return new JdbcSink<>(dataSource, statements, effect, table, timeout);
    }

    /** Bounds the wait for each answer of the database; default 30 s, at least 1 ms. */
    public JdbcSink<K, V> withTimeout(Duration newTimeout) {
        if (newTimeout.toMillis() < 1) {
            throw new IllegalArgumentException("The timeout is %s: give 1 ms or more".formatted(newTimeout));
        }
        return new JdbcSink<>(dataSource, statements, effect, positions, newTimeout);
    }

    @Override
    public SinkEffect effect() {
        return effect;
    }

    @Override
    public BatchWriter<K, V> writer(SinkContext context) {
        return new JdbcWriter<>(dataSource, statements, new PositionTable(positions), timeout);
    }
}
