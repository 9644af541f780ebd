package io.millrace.simulation;

import io.millrace.topology.KStream;
import io.millrace.window.JoinWindows;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Joins two streams: each pair of records of one key of which the other's timestamp is at most so long before or after the one's.
 * Immutable.
 */
record JoinStep(Kind kind, long before, long after, long grace, long allowedDisorder) implements TimedStep {

    private static final String ONE = "a";
    private static final String OTHER = "b";
    private static final String NOTHING = "-";

    /** Which records come out that have no partner. */
    enum Kind {
        INNER,
        LEFT,
        OUTER
    }

    static JoinStep of(Random random) {
        return new JoinStep(
                Kind.values()[random.nextInt(Kind.values().length)],
                random.nextInt(300),
                random.nextInt(300),
                random.nextInt(100),
                random.nextInt(300));
    }

    @Override
    public List<String> inputs() {
        return List.of(ONE, OTHER);
    }

    @Override
    public long lateness() {
        return 0;
    }

    @Override
    public void build(Function<String, KStream<String, String>> sources) {
        JoinWindows windows = JoinWindows.ofTimeDifferenceAndGrace(Duration.ZERO, Duration.ofMillis(grace))
                .before(Duration.ofMillis(before))
                .after(Duration.ofMillis(after));
        KStream<String, String> one = sources.apply(ONE);
        KStream<String, String> other = sources.apply(OTHER);
        KStream<String, String> joined =
                switch (kind) {
                    case INNER -> one.join(other, JoinStep::pair, windows);
                    case LEFT -> one.leftJoin(other, JoinStep::pair, windows);
                    case OUTER -> one.outerJoin(other, JoinStep::pair, windows);
                };
        joined.to(RESULTS);
    }

    @Override
    public void check(List<Event> events, TimedOutputs outputs, boolean once) {
        List<String> wanted = new ArrayList<>();
        Set<Event> joined = new HashSet<>();
        for (Event one : of(ONE, events)) {
            for (Event other : of(OTHER, events)) {
                if (isPair(one, other)) {
                    wanted.add(text(one.key(), one.id(), other.id()));
                    joined.add(one);
                    joined.add(other);
                }
            }
        }
        if (kind != Kind.INNER) {
            of(ONE, events).stream()
                    .filter(one -> !joined.contains(one))
                    .forEach(one -> wanted.add(text(one.key(), one.id(), NOTHING)));
        }
        if (kind == Kind.OUTER) {
            of(OTHER, events).stream()
                    .filter(other -> !joined.contains(other))
                    .forEach(other -> wanted.add(text(other.key(), NOTHING, other.id())));
        }
        new Results("The join", once).check(wanted, outputs.texts());
    }

    @Override
    public List<String> lastingStores() {
        return List.of();
    }

    private boolean isPair(Event one, Event other) {
        return one.key().equals(other.key())
                && one.timestamp() - before <= other.timestamp()
                && other.timestamp() <= one.timestamp() + after;
    }

    private static List<Event> of(String topic, List<Event> events) {
        return events.stream().filter(event -> event.topic().equals(topic)).toList();
    }

    private static String pair(@Nullable String one, @Nullable String other) {
        return (one == null ? NOTHING : one) + "+" + (other == null ? NOTHING : other);
    }

    private static String text(String key, String one, String other) {
        return key + "=" + one + "+" + other;
    }
}
