package io.millrace.comparison;

import io.millrace.window.EmitStrategy;
import io.millrace.window.SessionWindows;
import io.millrace.window.SlidingWindows;
import io.millrace.window.TimeWindows;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.LongDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.streams.kstream.SessionWindowedDeserializer;
import org.apache.kafka.streams.kstream.TimeWindowedDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Windows of one kind with random spans, aggregated in three ways into three topics.
 *
 * @param size of the windows, their time difference, or the gap of sessions
 * @param advance of hopping windows
 */
record WindowCase(Kind kind, boolean atClose, long size, long advance, long grace) {

    enum Kind {
        TUMBLING,
        HOPPING,
        SLIDING,
        SESSION
    }

    static WindowCase random(Kind kind, boolean atClose, Random random) {
        long size = 1 + random.nextInt(30);
        long advance = kind == Kind.HOPPING ? 1 + random.nextInt((int) size) : size;
        return new WindowCase(kind, atClose, size, advance, random.nextBoolean() ? 0 : random.nextInt(40));
    }

    /** Makes inputs whose times fit the spans, and leave out what Kafka Streams makes something else of. */
    Cases inputs(Random random) {
        int step = 1 + random.nextInt((int) size);
        int disorder = random.nextInt((int) (size + grace + 2));
        return switch (kind) {
            case TUMBLING, HOPPING -> new Cases(random, step, disorder);
            case SLIDING -> new Cases(random, step, disorder, this::lagOfSliding);
            case SESSION -> new Cases(random, step, atClose ? (int) grace / Cases.FARTHEST : disorder);
        };
    }

    /**
     * No record is too late for the window that ends with it and in time for others: there such a record may be in windows that are
     * made later and that it does not lie in. As to sessions, one that is late may open a session again that was told as final.
     */
    private long lagOfSliding(long lag) {
        return lag > grace && lag <= grace + size ? grace : lag;
    }

    List<Told.Topic> outputs() {
        return List.of(
                new Told.Topic("counts", keys(), new LongDeserializer()),
                new Told.Topic("reduced", keys(), new StringDeserializer()),
                new Told.Topic("aggregated", keys(), new StringDeserializer()));
    }

    private Deserializer<?> keys() {
        return kind == Kind.SESSION
                ? new SessionWindowedDeserializer<>(new StringDeserializer())
                : new TimeWindowedDeserializer<>(new StringDeserializer(), size);
    }

    EmitStrategy emit() {
        return atClose ? EmitStrategy.onWindowClose() : EmitStrategy.onWindowUpdate();
    }

    org.apache.kafka.streams.kstream.EmitStrategy theirEmit() {
        return atClose
                ? org.apache.kafka.streams.kstream.EmitStrategy.onWindowClose()
                : org.apache.kafka.streams.kstream.EmitStrategy.onWindowUpdate();
    }

    TimeWindows timeWindows() {
        return TimeWindows.ofSizeAndGrace(ms(size), ms(grace)).advanceBy(ms(advance));
    }

    org.apache.kafka.streams.kstream.TimeWindows theirTimeWindows() {
        return org.apache.kafka.streams.kstream.TimeWindows.ofSizeAndGrace(ms(size), ms(grace))
                .advanceBy(ms(advance));
    }

    SlidingWindows slidingWindows() {
        return SlidingWindows.ofTimeDifferenceAndGrace(ms(size), ms(grace));
    }

    org.apache.kafka.streams.kstream.SlidingWindows theirSlidingWindows() {
        return org.apache.kafka.streams.kstream.SlidingWindows.ofTimeDifferenceAndGrace(ms(size), ms(grace));
    }

    SessionWindows sessionWindows() {
        return SessionWindows.ofInactivityGapAndGrace(ms(size), ms(grace));
    }

    org.apache.kafka.streams.kstream.SessionWindows theirSessionWindows() {
        return org.apache.kafka.streams.kstream.SessionWindows.ofInactivityGapAndGrace(ms(size), ms(grace));
    }

    /** A value {@code t} takes long aggregates away; not of sliding windows, which take theirs from neighbours. */
    @Nullable
    String add(String key, String value, String aggregate) {
        return kind != Kind.SLIDING && value.equals("t") && aggregate.length() > 3 ? null : aggregate + value;
    }

    static String reduce(String aggregate, String value) {
        return aggregate + value;
    }

    static String merge(String key, String one, String other) {
        return one + "|" + other;
    }

    private static Duration ms(long millis) {
        return Duration.ofMillis(millis);
    }
}
