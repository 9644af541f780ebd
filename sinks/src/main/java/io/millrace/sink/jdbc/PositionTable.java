package io.millrace.sink.jdbc;

import io.millrace.processor.OutputId.Channel;
import io.millrace.sink.jdbc.ChannelProgress.Place;
import java.nio.ByteBuffer;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How far each channel has come that is written, as the database has it. Who locks a channel's row alone writes what belongs to it until
 * the transaction ends: also a process that was given up and does not know it.
 *
 * <p>Confined to the thread that writes.
 */
final class PositionTable {

    private static final int BEFORE_ALL = -1;
    /** Another one has made the table at the same time. */
    private static final Set<String> MADE_BY_ANOTHER = Set.of("23505", "42P07");

    private final String table;
    private boolean isThere;

    PositionTable(String table) {
        this.table = table;
    }

    /** Makes the table if it is not there, in a transaction that it commits. */
    void make(Connection connection) throws SQLException {
        if (isThere) {
            return;
        }
        if (!exists(connection)) {
            try (Statement statement = connection.createStatement()) {
                statement.execute(
                        "CREATE TABLE IF NOT EXISTS %s (channel bytea PRIMARY KEY, input_offset bigint NOT NULL, ordinal integer NOT NULL, given_up text)"
                                .formatted(table));
            } catch (SQLException e) {
                if (!MADE_BY_ANOTHER.contains(String.valueOf(e.getSQLState()))) {
                    throw e;
                }
                connection.rollback();
            }
        }
        connection.commit();
        isThere = true;
    }

    /** Returns how far each of {@code channels} has come, whose rows are locked until the transaction ends. */
    Map<Channel, ChannelProgress> lock(Connection connection, Set<Channel> channels) throws SQLException {
        Map<Channel, ChannelProgress> found = select(connection, channels);
        if (found.size() < channels.size()) {
            insertMissing(
                    connection,
                    channels.stream()
                            .filter(channel -> !found.containsKey(channel))
                            .toList());
            found.putAll(select(connection, channels));
        }
        if (found.size() < channels.size()) {
            throw new SQLException(
                    "Table '%s' has %d of %d positions that were written to it just now: its transactions are to be 'read committed'"
                            .formatted(table, found.size(), channels.size()));
        }
        return found;
    }

    void store(Connection connection, Collection<ChannelProgress> changed) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(
                "UPDATE %s SET input_offset = ?, ordinal = ?, given_up = ? WHERE channel = ?".formatted(table))) {
            for (ChannelProgress progress : changed) {
                update.setLong(1, progress.newest().offset());
                update.setInt(2, progress.newest().ordinal());
                update.setString(3, progress.givenUpText());
                update.setBytes(4, bytes(progress.channel()));
                update.addBatch();
            }
            update.executeBatch();
        }
    }

    private boolean exists(Connection connection) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("SELECT to_regclass(?) IS NOT NULL")) {
            query.setString(1, table);
            try (ResultSet row = query.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }

    /** All lock in the same order, so that none waits for one that waits for it. */
    private Map<Channel, ChannelProgress> select(Connection connection, Set<Channel> channels) throws SQLException {
        Array wanted = connection.createArrayOf(
                "bytea", channels.stream().map(PositionTable::bytes).toArray(byte[][]::new));
        Map<Channel, ChannelProgress> found = new HashMap<>();
        try (PreparedStatement query = connection.prepareStatement(
                "SELECT channel, input_offset, ordinal, given_up FROM %s WHERE channel = ANY (?) ORDER BY channel FOR UPDATE"
                        .formatted(table))) {
            query.setArray(1, wanted);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    Channel channel = Channel.read(ByteBuffer.wrap(rows.getBytes(1)));
                    Place newest = new Place(rows.getLong(2), rows.getInt(3));
                    found.put(channel, ChannelProgress.of(channel, newest, rows.getString(4)));
                }
            }
        } finally {
            wanted.free();
        }
        return found;
    }

    private void insertMissing(Connection connection, List<Channel> channels) throws SQLException {
        List<byte[]> sorted =
                new ArrayList<>(channels.stream().map(PositionTable::bytes).toList());
        sorted.sort(Arrays::compareUnsigned);
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO %s (channel, input_offset, ordinal) VALUES (?, ?, ?) ON CONFLICT DO NOTHING"
                        .formatted(table))) {
            for (byte[] channel : sorted) {
                insert.setBytes(1, channel);
                insert.setLong(2, BEFORE_ALL);
                insert.setInt(3, BEFORE_ALL);
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    private static byte[] bytes(Channel channel) {
        ByteBuffer bytes = ByteBuffer.allocate(Channel.BYTES);
        channel.write(bytes);
        return bytes.array();
    }
}
