package io.millrace.errors;

/**
 * That a record failed, and where; what an {@link ErrorHandler} decides by. Nothing of the record is in it, though what was thrown may
 * quote it. Immutable.
 *
 * @param node the name of the operator that failed
 * @param topic of the input record, with its partition and offset; where a timer gave rise to the record, of one that it counts with
 * @param attempt how often it has been tried by now, from 1
 * @param policy what the settings say is to be done
 * @param thrown by user code, by a serde, or by the engine where an output is refused
 */
public record RecordError(
        String topology,
        String stage,
        String node,
        ErrorPhase phase,
        String topic,
        int partition,
        long offset,
        int attempt,
        ErrorPolicy policy,
        Throwable thrown) {}
