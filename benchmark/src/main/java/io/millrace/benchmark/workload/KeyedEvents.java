package io.millrace.benchmark.workload;

import java.nio.charset.StandardCharsets;

/**
 * The events of {@code W2}, {@code W3} and {@code W4}, by their ids.
 *
 * <p>The keys come in turn: after as many events as there are keys, every key has had one. So do the groups, but one further on
 * each time that the keys begin anew: a group has events of many keys, and a key has events of all groups. Amounts are quarters,
 * whose sums are exact in whatever way an engine adds them.
 *
 * <p>Immutable.
 */
final class KeyedEvents {
    /** How many groups there are. */
    static final int GROUPS = 100;

    private static final int AMOUNTS = 400;

    private final int keyCount;
    private final JsonCodec<KeyedEvent> codec = new JsonCodec<>(KeyedEvent.class);

    /** Of {@code keyCount} keys. */
    KeyedEvents(int keyCount) {
        if (keyCount < 1) {
            throw new IllegalArgumentException("Events need at least one key, not %d.".formatted(keyCount));
        }
        this.keyCount = keyCount;
    }

    int keyCount() {
        return keyCount;
    }

    /** Event {@code eventId} as a record under its key. */
    InputEvent record(long eventId, long eventTimeMicros) {
        KeyedEvent event = content(eventId, eventTimeMicros);
        return new InputEvent(event.key().getBytes(StandardCharsets.UTF_8), codec.write(event));
    }

    KeyedEvent content(long eventId, long eventTimeMicros) {
        return new KeyedEvent(
                eventId,
                eventTimeMicros,
                (1 + Math.floorMod(eventId, AMOUNTS)) / 4.0,
                group(groupIndex(eventId)),
                "k" + keyIndex(eventId));
    }

    /** The place of the event's key among all keys, from 0; also for ids that were never sent. */
    int keyIndex(long eventId) {
        return Math.floorMod(eventId, keyCount);
    }

    /** The place of the event's group among all groups, from 0; also for ids that were never sent. */
    int groupIndex(long eventId) {
        return Math.floorMod(eventId + Math.floorDiv(eventId, keyCount), GROUPS);
    }

    static String group(int index) {
        return "g" + index;
    }
}
