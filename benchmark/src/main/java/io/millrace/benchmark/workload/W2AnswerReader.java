package io.millrace.benchmark.workload;

import java.util.Arrays;

/**
 * Aggregates along with the engine and compares every update with its own.
 *
 * <p>A key's updates must come in the order of its events. Then each must count one more than the one before, or begin a
 * window; with exactly one result for each event, which the ledger sees to, the last update of a window holds all that was
 * sent.
 *
 * <p>Confined to the thread that receives the results of one run.
 */
final class W2AnswerReader implements AnswerReader {
    private final KeyedEvents events;
    private final JsonCodec<W2Feature> codec = new JsonCodec<>(W2Feature.class);
    private final W2Window[] windows;

    W2AnswerReader(KeyedEvents events) {
        this.events = events;
        windows = new W2Window[events.keyCount()];
        Arrays.fill(windows, W2Window.empty());
    }

    @Override
    public Answer read(byte[] value) {
        W2Feature actual = codec.read(value);
        KeyedEvent event = events.content(actual.eventId(), actual.eventTime());
        int key = events.keyIndex(actual.eventId());
        windows[key] = windows[key].plus(event);
        W2Feature expected = windows[key].feature(event.key());
        return actual.equals(expected)
                ? Answer.right(actual.eventId(), actual.eventTime())
                : Answer.wrong(actual.eventId(), actual.eventTime(), "%s instead of %s".formatted(actual, expected));
    }
}
