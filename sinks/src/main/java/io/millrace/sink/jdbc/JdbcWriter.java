package io.millrace.sink.jdbc;

import io.millrace.processor.OutputId;
import io.millrace.processor.OutputId.Channel;
import io.millrace.sink.BatchWriter;
import io.millrace.sink.RefusedException;
import io.millrace.sink.SinkRecord;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Writes batches in a transaction each. Confined to the thread that writes. */
final class JdbcWriter<K extends @Nullable Object, V extends @Nullable Object> implements BatchWriter<K, V> {

    private final DataSource dataSource;
    private final RecordStatements<K, V> statements;
    private final PositionTable positions;
    private final Duration timeout;

    JdbcWriter(DataSource dataSource, RecordStatements<K, V> statements, PositionTable positions, Duration timeout) {
        this.dataSource = dataSource;
        this.statements = statements;
        this.positions = positions;
        this.timeout = timeout;
    }

    @Override
    public void write(List<SinkRecord<K, V>> batch) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            boundWaits(connection);
            boolean autoCommit = connection.getAutoCommit();
            connection.setAutoCommit(false);
            try {
                writeIn(connection, batch);
                connection.commit();
            } catch (SQLException | RuntimeException | Error e) {
                rollBack(connection, autoCommit, e);
                throw e;
            }
            connection.setAutoCommit(autoCommit);
        } catch (SQLException e) {
            if (SqlFailures.isLasting(e)) {
                throw new RefusedException(
                        "The database refuses what it is given, with SQLSTATE " + e.getSQLState(), e);
            }
            throw e;
        }
    }

    private void boundWaits(Connection connection) throws SQLException {
        try {
            connection.setNetworkTimeout(Runnable::run, (int) Math.min(Integer.MAX_VALUE, timeout.toMillis()));
        } catch (SQLFeatureNotSupportedException e) {
            return; // the driver's own settings bound them then
        }
    }

    private static void rollBack(Connection connection, boolean autoCommit, Throwable failure) {
        try {
            connection.rollback();
            connection.setAutoCommit(autoCommit);
        } catch (SQLException e) {
            failure.addSuppressed(e); // a connection that is broken, as it mostly is then
        }
    }

    private void writeIn(Connection connection, List<SinkRecord<K, V>> batch) throws SQLException {
        Set<Channel> channels = channels(batch);
        if (channels.isEmpty()) {
            execute(connection, batch);
            return;
        }
        positions.make(connection);
        Map<Channel, OutputId> newest = positions.lock(connection, channels);
        Map<Channel, OutputId> written = new HashMap<>();
        List<SinkRecord<K, V>> unseen = new ArrayList<>();
        for (SinkRecord<K, V> record : batch) {
            Optional<OutputId> id = record.id();
            if (id.isEmpty() || isUnseen(id.get(), newest)) {
                unseen.add(record);
                id.ifPresent(known -> {
                    newest.put(known.channel(), known);
                    written.put(known.channel(), known);
                });
            }
        }
        execute(connection, unseen);
        positions.store(connection, written.values());
    }

    private static boolean isUnseen(OutputId id, Map<Channel, OutputId> newest) {
        OutputId last = newest.get(id.channel());
        return last == null || id.isBehind(last);
    }

    private Set<Channel> channels(List<SinkRecord<K, V>> batch) {
        Set<Channel> channels = new HashSet<>();
        batch.forEach(record -> record.id().ifPresent(id -> channels.add(id.channel())));
        return channels;
    }

    /** Neighbours that become the same statement go to the database together. */
    private void execute(Connection connection, List<SinkRecord<K, V>> records) throws SQLException {
        int next = 0;
        while (next < records.size()) {
            String sql = sql(records.get(next));
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                while (next < records.size() && sql(records.get(next)).equals(sql)) {
                    bind(statement, records.get(next));
                    statement.addBatch();
                    next++;
                }
                statement.executeBatch();
            }
        }
    }

    private String sql(SinkRecord<K, V> record) {
        return statements.sql(record);
    }

    private void bind(PreparedStatement statement, SinkRecord<K, V> record) throws SQLException {
        try {
            statements.bind(statement, record);
        } catch (RuntimeException e) {
            throw new RefusedException("The parameters of a record could not be set", e);
        }
    }
}
