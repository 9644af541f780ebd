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

    /**
     * Makes inputs whose times fit the spans. Where sessions tell final results, no record is late: in Kafka Streams one that is late
     * may open a session again that was told as final, as long as a store has it.
     */
    Cases inputs(Random random) {
        int step = 1 + random.nextInt((int) size);
        return kind == Kind.SESSION && atClose
                ? new Cases(random, step, (int) grace / Cases.FARTHEST)
                : new Cases(random, step, random.nextInt((int) (size + grace + 2)));
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
