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

    /** What is done in one transaction. */
    private interface Work {
        void in(Connection connection) throws SQLException;
    }

    @Override
    public void write(List<SinkRecord<K, V>> batch) {
        inTransaction(connection -> writeIn(connection, batch));
    }

    @Override
    public void giveUp(SinkRecord<K, V> record, long replayFrom) {
        OutputId id = record.id().orElseThrow();
        inTransaction(connection -> {
            positions.make(connection);
            ChannelProgress progress = progress(positions.lock(connection, Set.of(id.channel())), id);
            if (progress.isBefore(id)) { // else another one has seen to it
                positions.store(connection, List.of(progress.givingUp(id, replayFrom)));
            }
        });
    }

    private void inTransaction(Work work) {
        try (Connection connection = dataSource.getConnection()) {
            boundWaits(connection);
            boolean autoCommit = connection.getAutoCommit();
            connection.setAutoCommit(false);
            try {
                work.in(connection);
                commit(connection);
            } catch (SQLException | RuntimeException | Error e) {
                rollBack(connection, autoCommit, e);
                throw e;
            }
            connection.setAutoCommit(autoCommit);
        } catch (SQLException e) {
            throw SqlFailures.unavailable(e);
        }
    }

    /** Constraints may be put off until now. */
    private static void commit(Connection connection) throws SQLException {
        try {
            connection.commit();
        } catch (SQLException e) {
            throw SqlFailures.unlessLasting(e);
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
        Map<Channel, ChannelProgress> known = positions.lock(connection, channels);
        Map<Channel, ChannelProgress> changed = new HashMap<>();
        List<SinkRecord<K, V>> unseen = new ArrayList<>();
        for (SinkRecord<K, V> record : batch) {
            if (isUnseen(record, known)) {
                unseen.add(record);
                record.id().ifPresent(id -> {
                    ChannelProgress progress = progress(known, id).writing(id);
                    known.put(id.channel(), progress);
                    changed.put(id.channel(), progress);
                });
            }
        }
        execute(connection, unseen);
        positions.store(connection, changed.values());
    }

    private static <K, V> boolean isUnseen(SinkRecord<K, V> record, Map<Channel, ChannelProgress> known) {
        if (record.id().isEmpty()) {
            return true;
        }
        OutputId id = record.id().get();
        ChannelProgress progress = progress(known, id);
        if (progress.hasGivenUp(id)) {
            throw RefusedException.again();
        }
        return progress.isBefore(id);
    }

    private static ChannelProgress progress(Map<Channel, ChannelProgress> known, OutputId id) {
        ChannelProgress progress = known.get(id.channel());
        if (progress == null) {
            throw new IllegalStateException("The position of %s was not read".formatted(id.channel()));
        }
        return progress;
    }

    private Set<Channel> channels(List<SinkRecord<K, V>> batch) {
        Set<Channel> channels = new HashSet<>();
        batch.forEach(record -> record.id().ifPresent(id -> channels.add(id.channel())));
        return channels;
    }

    /** Neighbours that become the same statement go to the database together. */
    private void execute(Connection connection, List<SinkRecord<K, V>> records) throws SQLException {
        try {
            executeInTurn(connection, records);
        } catch (SQLException e) {
            throw SqlFailures.unlessLasting(e);
        }
    }

    private void executeInTurn(Connection connection, List<SinkRecord<K, V>> records) throws SQLException {
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
        try {
            return statements.sql(record);
        } catch (RuntimeException e) {
            throw new RefusedException("The statement of a record could not be told", e);
        }
    }

    private void bind(PreparedStatement statement, SinkRecord<K, V> record) throws SQLException {
        try {
            statements.bind(statement, record);
        } catch (SQLException e) {
            throw SqlFailures.unlessOfTheParameters(e);
        } catch (RuntimeException | StackOverflowError e) { // of values that are nested too deep
            throw new RefusedException("The parameters of a record could not be set", e);
        }
    }
}
