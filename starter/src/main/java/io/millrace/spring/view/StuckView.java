package io.millrace.spring.view;

import io.millrace.processor.RecordMetadata;
import io.millrace.runtime.StuckCall;
import java.util.List;
import java.util.Optional;

/**
 * A call of user code that takes longer than it may. Immutable.
 *
 * @param input where the record is that it is about, as {@code payments-3 at 4711}
 * @param lastingMillis how long it has lasted
 * @param stack where its thread was when the log was told last; the innermost frame first, and only the topmost ones
 */
public record StuckView(
        String stage, String node, Optional<String> input, long lastingMillis, String thread, List<String> stack) {

    private static final int MOST_FRAMES = 20;

    public StuckView {
        stack = List.copyOf(stack);
    }

    static StuckView of(StuckCall call) {
        return new StuckView(
                call.stage(),
                call.node(),
                call.input().map(StuckView::describe),
                call.lasting().toMillis(),
                call.thread(),
                call.stack().stream()
                        .limit(MOST_FRAMES)
                        .map(StackTraceElement::toString)
                        .toList());
    }

    private static String describe(RecordMetadata input) {
        return "%s-%d at %d".formatted(input.topic(), input.partition(), input.offset());
    }
}
