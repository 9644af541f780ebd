package io.millrace.sink.jdbc;

import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tells by a failure's SQLSTATE whether a later try may do better. */
final class SqlFailures {

    private static final int CLASS_LENGTH = 2;

    /**
     * What is wrong is the statement, or what is in it: types of parameters, not supported, cardinality, data, integrity, no such database or
     * schema, syntax and privileges, check option, a limit of the database such as that of an index's keys, raised by a function.
     */
    private static final Set<String> LASTING = Set.of("07", "0A", "21", "22", "23", "3D", "3F", "42", "44", "54", "P0");

    private SqlFailures() {}

    /** Returns whether the same statements will fail again, whenever they are tried. */
    static boolean isLasting(SQLException failure) {
        @Nullable String state = failure.getSQLState();
        return state != null && state.length() > CLASS_LENGTH && LASTING.contains(state.substring(0, CLASS_LENGTH));
    }
}
