package io.millrace.benchmark.workload;

import java.nio.charset.StandardCharsets;

/**
 * {@code W2}: count and sum for each key and one-minute tumbling window, and an update for every event.
 *
 * <p>The keys come in turn: after as many events as there are keys, every key has state. Amounts are quarters, whose sums
 * are exact in whatever way an engine adds them.
 *
 * <p>Immutable.
 */
public final class W2Features implements Workload {
    public static final String NAME = "W2";

    private static final int AMOUNTS = 400;
    private static final int GROUPS = 10;

    private final int keyCount;
    private final JsonCodec<W2Event> codec = new JsonCodec<>(W2Event.class);

    /** With {@code keyCount} keys. */
    public W2Features(int keyCount) {
        if (keyCount < 1) {
            throw new IllegalArgumentException("W2 needs at least one key, not %d.".formatted(keyCount));
        }
        this.keyCount = keyCount;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String described() {
        return "%s with %d keys".formatted(NAME, keyCount);
    }

    @Override
    public int keyCount() {
        return keyCount;
    }

    @Override
    public InputEvent event(long eventId, long eventTimeMicros) {
        W2Event event = content(eventId, eventTimeMicros);
        return new InputEvent(event.key().getBytes(StandardCharsets.UTF_8), codec.write(event));
    }

    @Override
    public AnswerReader newAnswerReader() {
        return new W2AnswerReader(this);
    }

    /** The place of the event's key among all keys, from 0; also for ids that were never sent. */
    int keyIndex(long eventId) {
        return Math.toIntExact(Math.floorMod(eventId, (long) keyCount));
    }

    W2Event content(long eventId, long eventTimeMicros) {
        return new W2Event(
                eventId,
                eventTimeMicros,
                (1 + Math.floorMod(eventId, AMOUNTS)) / 4.0,
                "g" + Math.floorMod(eventId, GROUPS),
                "k" + keyIndex(eventId));
    }
}
