package io.millrace.benchmark.workload;

import java.util.BitSet;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Sees to it that the counts of each group are 1 to the number of its events, each once.
 *
 * <p>Which event gets which of them is not checked: a group's events come from several partitions, between which there is no
 * order. With exactly one result for each event, which the ledger sees to, a lost or doubled event leaves a count that is
 * given twice or is too high.
 *
 * <p>Confined to the thread that receives the results of one run.
 */
final class W3AnswerReader implements AnswerReader {
    private final KeyedEvents events;
    private final JsonCodec<W3Count> codec = new JsonCodec<>(W3Count.class);
    private final int[] eventsByGroup = new int[KeyedEvents.GROUPS];
    private final BitSet[] countsByGroup =
            Stream.generate(BitSet::new).limit(KeyedEvents.GROUPS).toArray(BitSet[]::new);

    W3AnswerReader(KeyedEvents events, int eventCount) {
        this.events = events;
        for (int eventId = 0; eventId < eventCount; eventId++) {
            eventsByGroup[events.groupIndex(eventId)]++;
        }
    }

    @Override
    public Answer read(byte[] value) {
        W3Count actual = codec.read(value);
        return new Answer(actual.eventId(), actual.eventTime(), mistake(actual, events.groupIndex(actual.eventId())));
    }

    private Optional<String> mistake(W3Count actual, int groupIndex) {
        String group = KeyedEvents.group(groupIndex);
        if (!group.equals(actual.group())) {
            return Optional.of("group '%s' instead of '%s'".formatted(actual.group(), group));
        }
        if (actual.count() < 1 || actual.count() > eventsByGroup[groupIndex]) {
            return Optional.of("count %d, but group '%s' has %d events"
                    .formatted(actual.count(), group, eventsByGroup[groupIndex]));
        }
        BitSet counts = countsByGroup[groupIndex];
        int count = Math.toIntExact(actual.count());
        if (counts.get(count)) {
            return Optional.of("count %d, as another event of group '%s'".formatted(count, group));
        }
        counts.set(count);
        return Optional.empty();
    }
}
