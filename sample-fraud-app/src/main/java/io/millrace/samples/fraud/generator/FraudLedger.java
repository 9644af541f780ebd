package io.millrace.samples.fraud.generator;

import io.millrace.samples.fraud.kafka.AlertObserver;
import io.millrace.samples.fraud.model.Alert;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Knows which of the generator's payments are fraud, and sees which of them the topology finds.
 *
 * <p>It remembers the newest payments only: an alert that comes later than {@value #REMEMBERED} frauds after its payment
 * counts as a false alarm.
 *
 * <p>Thread-safe.
 */
public final class FraudLedger implements AlertObserver {
    private static final int REMEMBERED = 10_000;

    private final String idPrefix;
    private final Map<String, Entry> frauds = bounded();
    private final Map<String, Boolean> falselyAccused = bounded();
    private final Map<FraudPattern, Integer> committed = new EnumMap<>(FraudPattern.class);
    private final Map<FraudPattern, Integer> found = new EnumMap<>(FraudPattern.class);
    private long falseAlarms;

    /** Looks at alerts for payments whose id begins with {@code idPrefix} and at no others. */
    FraudLedger(String idPrefix) {
        this.idPrefix = idPrefix;
    }

    /** Notes a payment, before it is sent. */
    synchronized void add(GeneratedPayment generated) {
        generated.fraud().ifPresent(pattern -> {
            frauds.put(generated.payment().id(), new Entry(pattern));
            committed.merge(pattern, 1, Integer::sum);
        });
    }

    /** Forgets a payment that could not be sent. */
    synchronized void withdraw(GeneratedPayment generated) {
        Entry entry = frauds.remove(generated.payment().id());
        if (entry != null) {
            committed.merge(entry.pattern, -1, Integer::sum);
        }
    }

    @Override
    public synchronized void alertRead(Alert alert, Instant readAt) {
        if (!alert.paymentId().startsWith(idPrefix)) {
            return;
        }
        Entry entry = frauds.get(alert.paymentId());
        if (entry == null) {
            if (falselyAccused.put(alert.paymentId(), true) == null) {
                falseAlarms++;
            }
        } else if (!entry.found) {
            entry.found = true;
            found.merge(entry.pattern, 1, Integer::sum);
        }
    }

    /** Returns how much of the fraud was found until now. */
    public synchronized DetectionQuality quality() {
        List<DetectionQuality.Pattern> patterns = new ArrayList<>();
        for (FraudPattern pattern : FraudPattern.values()) {
            patterns.add(DetectionQuality.Pattern.of(
                    pattern, committed.getOrDefault(pattern, 0), found.getOrDefault(pattern, 0)));
        }
        return DetectionQuality.of(patterns, falseAlarms);
    }

    private static <V> Map<String, V> bounded() {
        return new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, @Nullable V> eldest) {
                return size() > REMEMBERED;
            }
        };
    }

    private static final class Entry {
        private final FraudPattern pattern;
        private boolean found;

        private Entry(FraudPattern pattern) {
            this.pattern = pattern;
        }
    }
}
