package io.millrace.sink.jdbc;

import io.millrace.sink.SinkRecord;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Sets the parameters of a statement from a record, as many as the statement has. Called by several threads at a time. */
@FunctionalInterface
public interface StatementBinder<K extends @Nullable Object, V extends @Nullable Object> {

    /** Sets the parameters and does nothing else: {@code statement} is executed by the caller. */
    void bind(PreparedStatement statement, SinkRecord<K, V> record) throws SQLException;
}
