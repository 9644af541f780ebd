package io.millrace.comparison;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Makes random inputs: few keys, times that mostly go on, with some that lie behind, and sometimes far. A record without a value never
 * takes time along: here time follows each record that is read, in Kafka Streams those only that an operator takes.
 */
final class Cases {

    /** How many times as far as mostly a record may lie behind. */
    static final int FARTHEST = 4;

    private static final String[] VALUES = {"p", "q", "r", "s", "t"};

    private final Random random;
    private final List<Given> given = new ArrayList<>();
    private final int step;
    private final int disorder;
    private long time;

    /**
     * @param step by how much time goes on from one record to the next, at most
     * @param disorder how far records lie behind, mostly
     */
    Cases(Random random, int step, int disorder) {
        this.random = random;
        this.step = step;
        this.disorder = disorder;
        this.time = random.nextInt(3 * step);
    }

    /** Adds a record of any key to {@code topic}. */
    Cases add(String topic) {
        boolean jumps = random.nextInt(20) == 0;
        long next = time + random.nextInt(jumps ? 20 * step : step + 1);
        boolean lies = random.nextInt(3) == 0;
        int back = random.nextInt(4) == 0 ? FARTHEST * disorder : disorder;
        long timestamp = lies ? Math.max(0, next - random.nextInt(back + 1)) : next;
        String key = random.nextInt(40) == 0 ? null : "k" + random.nextInt(3);
        boolean empty = random.nextInt(15) == 0;
        add(
                topic,
                key,
                empty || key == null ? null : value(),
                empty || key == null ? Math.min(timestamp, time) : timestamp);
        return this;
    }

    /** Adds {@code count} records of any key to any of {@code topics}. */
    Cases add(int count, String... topics) {
        for (int number = 0; number < count; number++) {
            add(topics[random.nextInt(topics.length)]);
        }
        return this;
    }

    /** Adds a record to each of {@code topics} that comes so late in time that all before it is over. */
    List<Given> end(String... topics) {
        time += 100L * (step + disorder) + 100_000;
        for (String topic : topics) {
            add(topic, "end", "e", time);
        }
        return List.copyOf(given);
    }

    private void add(String topic, @Nullable String key, @Nullable String value, long timestamp) {
        given.add(new Given(topic, key, value, timestamp));
        time = Math.max(time, timestamp);
    }

    private String value() {
        return VALUES[random.nextInt(VALUES.length)];
    }
}
