package io.millrace.samples.fraud.generator;

import io.millrace.samples.fraud.kafka.AlertObserver;
import io.millrace.samples.fraud.model.Alert;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Knows which of the generator's payments are fraud, and sees which of them the topology finds.
 *
 * <p>A fraud counts once it is judged: when its alert comes, or when none has come for ten seconds. An alert that comes later
 * still counts as right, unless {@value #REMEMBERED} more frauds were made meanwhile.
 *
 * <p>Thread-safe.
 */
public final class FraudLedger implements AlertObserver {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int REMEMBERED = 10_000;

    private final String idPrefix;
    private final Clock clock;
    private final Map<String, Entry> frauds = bounded();
    private final Map<String, Boolean> falselyAccused = bounded();
    private final Queue<Entry> undecided = new ArrayDeque<>();
    private final Map<FraudPattern, Integer> found = new EnumMap<>(FraudPattern.class);
    private final Map<FraudPattern, Integer> missed = new EnumMap<>(FraudPattern.class);
    private long falseAlarms;

    /** Looks at alerts for payments whose id begins with {@code idPrefix} and at no others. */
    FraudLedger(String idPrefix, Clock clock) {
        this.idPrefix = idPrefix;
        this.clock = clock;
    }

    /** Notes a payment, before it is sent. */
    synchronized void add(GeneratedPayment generated) {
        generated.fraud().ifPresent(pattern -> {
            Entry entry = new Entry(pattern, clock.instant());
            frauds.put(generated.payment().id(), entry);
            undecided.add(entry);
        });
        giveUpOnOld();
    }

    /** Forgets a payment that could not be sent. */
    synchronized void withdraw(GeneratedPayment generated) {
        Entry entry = frauds.remove(generated.payment().id());
        if (entry != null) {
            entry.become(State.WITHDRAWN);
        }
    }

    @Override
    public synchronized void alertRead(Alert alert, Instant readAt) {
        if (!alert.paymentId().startsWith(idPrefix)) {
            return;
        }
        Entry entry = frauds.get(alert.paymentId());
        if (entry != null) {
            entry.become(State.FOUND);
        } else if (falselyAccused.put(alert.paymentId(), true) == null) {
            falseAlarms++;
        }
    }

    /** Returns how much of the fraud that is judged was found. */
    public synchronized DetectionQuality quality() {
        giveUpOnOld();
        List<DetectionQuality.Pattern> patterns = new ArrayList<>();
        for (FraudPattern pattern : FraudPattern.values()) {
            int foundOfIt = found.getOrDefault(pattern, 0);
            int judged = foundOfIt + missed.getOrDefault(pattern, 0);
            patterns.add(DetectionQuality.Pattern.of(pattern, judged, foundOfIt));
        }
        long waiting = undecided.stream()
                .filter(entry -> entry.state == State.UNDECIDED)
                .count();
        return DetectionQuality.of(patterns, falseAlarms, waiting);
    }

    private void giveUpOnOld() {
        Instant old = clock.instant().minus(PATIENCE);
        Entry oldest = undecided.peek();
        while (oldest != null && (oldest.state != State.UNDECIDED || !oldest.madeAt.isAfter(old))) {
            undecided.remove();
            if (oldest.state == State.UNDECIDED) {
                oldest.become(State.MISSED);
            }
            oldest = undecided.peek();
        }
    }

    private static <V> Map<String, V> bounded() {
        return new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, @Nullable V> eldest) {
                return size() > REMEMBERED;
            }
        };
    }

    private enum State {
        UNDECIDED,
        FOUND,
        MISSED,
        WITHDRAWN
    }

    private final class Entry {
        private final FraudPattern pattern;
        private final Instant madeAt;
        private State state = State.UNDECIDED;

        private Entry(FraudPattern pattern, Instant madeAt) {
            this.pattern = pattern;
            this.madeAt = madeAt;
        }

        private void become(State newState) {
            count(-1);
            state = newState;
            count(1);
        }

        private void count(int change) {
            if (state == State.FOUND) {
                found.merge(pattern, change, Integer::sum);
            } else if (state == State.MISSED) {
                missed.merge(pattern, change, Integer::sum);
            }
        }
    }
}
