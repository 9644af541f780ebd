package io.millrace.sink.jdbc;

import io.millrace.sink.SinkRecord;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** The statements that records become. Thread-safe. */
interface RecordStatements<K extends @Nullable Object, V extends @Nullable Object> {

    /** Returns the statement for {@code record}. */
    String sql(SinkRecord<K, V> record);

    /** Sets its parameters. */
    void bind(PreparedStatement statement, SinkRecord<K, V> record) throws SQLException;
}
