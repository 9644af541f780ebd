package io.millrace.runtime;

import io.millrace.processor.RecordMetadata;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A call of user code that takes longer than it may: an endless loop, a call to elsewhere that has no timeout, or too much work for one
 * record. What comes behind it waits, and its epoch does not end before it does. Immutable.
 *
 * @param node the name of the operator; an operator's serdes and extractors count as the operator
 * @param input where the record came from, of a sink elsewhere the first one of its batch; empty where there is none, as when a timer fires or
 *     a batch ends
 * @param lasting how long it has lasted, as far as it was seen; up to half a second less than it really has
 * @param thread the name of the thread that is in it
 * @param stack where that thread was when the log was told last; the innermost frame first
 */
public record StuckCall(
        String topology,
        String stage,
        String node,
        Optional<RecordMetadata> input,
        Duration lasting,
        String thread,
        List<StackTraceElement> stack) {

    public StuckCall {
        stack = List.copyOf(stack);
    }
}
