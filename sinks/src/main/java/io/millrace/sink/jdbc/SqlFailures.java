package io.millrace.sink.jdbc;

import io.millrace.sink.RefusedException;
import io.millrace.sink.UnavailableException;
import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tells by a failure's SQLSTATE whether it has to do with the records, or a later try may do better. */
final class SqlFailures {

    private static final int CLASS_LENGTH = 2;

    /**
     * What is wrong is the statement, or what is in it: types of parameters, not supported, cardinality, data, integrity, no such database or
     * schema, syntax and privileges, check option, a limit of the database such as that of an index's keys, raised by a function.
     */
    private static final Set<String> LASTING = Set.of("07", "0A", "21", "22", "23", "3D", "3F", "42", "44", "54", "P0");

    /** What is wrong is the connection or the server: not there, out of resources, told to stop, an error of its system. */
    private static final Set<String> OF_THE_SERVER = Set.of("08", "53", "57", "58");

    private SqlFailures() {}

    /**
     * Returns {@code failure} if a later try may do better.
     *
     * @throws RefusedException if what was executed will fail again, whenever it is tried
     */
    static SQLException unlessLasting(SQLException failure) {
        if (LASTING.contains(stateClass(failure))) {
            throw new RefusedException(
                    "The database refuses what it is given, with SQLSTATE " + failure.getSQLState(), failure);
        }
        return failure;
    }

    /**
     * Returns {@code failure} of code that sets parameters, if it was the server's.
     *
     * @throws RefusedException if not: the code reads nothing but the record
     */
    static SQLException unlessOfTheParameters(SQLException failure) {
        if (!OF_THE_SERVER.contains(stateClass(failure))) {
            throw new RefusedException("The parameters of a record could not be set", failure);
        }
        return failure;
    }

    static UnavailableException unavailable(SQLException failure) {
        return new UnavailableException(
                "The database takes nothing now, with SQLSTATE " + failure.getSQLState(), failure);
    }

    private static String stateClass(SQLException failure) {
        @Nullable String state = failure.getSQLState();
        return state == null || state.length() <= CLASS_LENGTH ? "" : state.substring(0, CLASS_LENGTH);
    }
}
