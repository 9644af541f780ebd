package io.millrace.internal.metrics;

import io.millrace.runtime.InputMetrics;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Measures what a topology reads, through all of its runs. Written by the poll thread, read by any.
 */
public final class InputMeter {

    private static final int READ = 0;
    private static final int BEHIND = 1;
    private static final int CAUGHT_UP = 2;
    private static final int ASSIGNMENTS = 3;
    private static final int LENGTH = 4;

    private final AtomicLongArray told = new AtomicLongArray(LENGTH);
    private final Map<String, AtomicLong> taken = new ConcurrentHashMap<>();

    /** {@code records} have come from Kafka. */
    public void read(int records) {
        told.setOpaque(READ, told.getOpaque(READ) + records);
    }

    /** {@code records} of {@code topic} have gone on to a stage. */
    public void taken(String topic, int records) {
        AtomicLong count = taken.computeIfAbsent(topic, any -> new AtomicLong());
        count.setOpaque(count.getOpaque() + records);
    }

    /** In all partitions together {@code records} are left that no stage has got; {@code caughtUp} if that is few in each. */
    public void left(long records, boolean caughtUp) {
        told.setOpaque(BEHIND, records);
        told.setOpaque(CAUGHT_UP, caughtUp ? 1 : 0);
    }

    /** Other partitions are assigned than before. */
    public void assigned() {
        told.setOpaque(ASSIGNMENTS, told.getOpaque(ASSIGNMENTS) + 1);
    }

    /** Returns how many records have gone on to stages, by topic. */
    Map<String, Long> taken() {
        Map<String, Long> counts = new HashMap<>();
        taken.forEach((topic, count) -> counts.put(topic, count.getOpaque()));
        return counts;
    }

    InputMetrics read() {
        return new InputMetrics(
                told.getOpaque(READ),
                told.getOpaque(BEHIND),
                told.getOpaque(CAUGHT_UP) == 1,
                told.getOpaque(ASSIGNMENTS));
    }
}
