package io.millrace.internal.kafka;

import io.millrace.internal.state.GlobalTables;
import io.millrace.runtime.TimeSource;
import io.millrace.topology.GlobalTable;
import java.util.List;

/**
 * What the reading of global tables takes. Immutable.
 *
 * @param tables at least one
 * @param contents takes the entries
 */
record GlobalTableParts(
        String topology,
        List<GlobalTable> tables,
        GlobalTables contents,
        RestoreQuestions questions,
        TimeSource time) {}
