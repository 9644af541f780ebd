package io.millrace.benchmark.workload;

/**
 * {@code W1}: every event comes back as it was sent, parsed and written again.
 *
 * <p>Immutable.
 */
public final class W1Forward implements Workload {
    public static final String NAME = "W1";

    private static final String PAYLOAD = "x".repeat(128);

    private final JsonCodec<W1Event> codec = new JsonCodec<>(W1Event.class);

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int keyCount() {
        return 0;
    }

    @Override
    public InputEvent event(long eventId, long eventTimeMicros) {
        return new InputEvent(null, codec.write(new W1Event(eventId, eventTimeMicros, PAYLOAD)));
    }

    @Override
    public AnswerReader newAnswerReader(int eventCount) {
        return value -> {
            W1Event event = codec.read(value);
            return PAYLOAD.equals(event.payload())
                    ? Answer.right(event.eventId(), event.eventTime())
                    : Answer.wrong(event.eventId(), event.eventTime(), "another payload than was sent");
        };
    }
}
