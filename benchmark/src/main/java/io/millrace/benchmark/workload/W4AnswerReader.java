package io.millrace.benchmark.workload;

/**
 * Aggregates along with the engine and compares every update with its own. A key's updates must come in the order of its events.
 *
 * <p>Confined to the thread that receives the results of one run.
 */
final class W4AnswerReader implements AnswerReader {
    private final KeyedEvents events;
    private final JsonCodec<W2Feature> codec = new JsonCodec<>(W2Feature.class);
    private final W4Panes[] panes;

    W4AnswerReader(KeyedEvents events) {
        this.events = events;
        panes = new W4Panes[events.keyCount()];
        for (int key = 0; key < panes.length; key++) {
            panes[key] = new W4Panes();
        }
    }

    @Override
    public Answer read(byte[] value) {
        W2Feature actual = codec.read(value);
        KeyedEvent event = events.content(actual.eventId(), actual.eventTime());
        W2Feature expected = panes[events.keyIndex(actual.eventId())].add(event);
        return actual.equals(expected)
                ? Answer.right(actual.eventId(), actual.eventTime())
                : Answer.wrong(actual.eventId(), actual.eventTime(), "%s instead of %s".formatted(actual, expected));
    }
}
