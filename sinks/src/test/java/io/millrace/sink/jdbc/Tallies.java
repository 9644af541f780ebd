package io.millrace.sink.jdbc;

import io.millrace.sink.Sink;
import io.millrace.sink.SinkRecord;
import io.millrace.sink.support.Payments;
import io.millrace.sink.support.PostgresServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.TreeMap;
import javax.sql.DataSource;

/** A table of what payments add up to. */
final class Tallies {

    private Tallies() {}

    static void make(PostgresServer postgres) {
        postgres.execute("DROP TABLE IF EXISTS tallies, millrace_outputs");
        postgres.execute("CREATE TABLE tallies (id text PRIMARY KEY, last bigint, count bigint, sum bigint)");
    }

    static Sink<String, String> sink(DataSource source) {
        return JdbcSink.of(
                        source,
                        Upsert.<String, String>into("tallies")
                                .key("id", SinkRecord::key)
                                .set("last", payment -> Long.parseLong(payment.value()))
                                .add("count", payment -> 1L)
                                .add("sum", payment -> Long.parseLong(payment.value())))
                .exactly();
    }

    static Map<String, Payments.Tally> in(DataSource source) {
        Map<String, Payments.Tally> tallies = new TreeMap<>();
        query(
                source,
                "SELECT id, count, sum, last FROM tallies",
                row -> tallies.put(
                        row.getString(1), new Payments.Tally(row.getLong(2), row.getLong(3), row.getLong(4))));
        return tallies;
    }

    /** Returns how many payments there are of all accounts. */
    static long count(DataSource source) {
        return in(source).values().stream().mapToLong(Payments.Tally::count).sum();
    }

    /** Takes one row of an answer. */
    interface Row {
        void take(ResultSet row) throws SQLException;
    }

    static void query(DataSource source, String sql, Row taker) {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                taker.take(rows);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }
}
