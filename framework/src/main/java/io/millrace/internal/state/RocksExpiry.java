package io.millrace.internal.state;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Finds the entries of a table on disk whose time is over, in the order of their age, and forgets ages that no entry has any more.
 * It goes on where it stopped; what is written to the database takes it back as far as is needed.
 *
 * <p>Confined to the worker, but for {@link #written}.
 */
final class RocksExpiry {

    /** Ages are looked at that are no more those of their entries, for free as it were. */
    private static final int VISITS_FOR_EACH_REMOVAL = 4;

    private static final long NOTHING = Long.MAX_VALUE;

    private final RocksFiles files;
    private final RocksLayout layout;
    private final Lifetime lifetime;
    private final AtomicLong earliestWritten = new AtomicLong(NOTHING);
    private byte[] position;
    private byte @Nullable [] earliestPending;

    RocksExpiry(RocksFiles files, RocksLayout layout, Lifetime lifetime) {
        this.files = files;
        this.layout = layout;
        this.lifetime = lifetime;
        this.position = layout.firstAge();
    }

    /** Changes of {@code at} and later have been written to the database. Callable by any thread. */
    void written(long at) {
        earliestWritten.accumulateAndGet(at, Math::min);
    }

    /**
     * Gives up to {@code most} keys whose entries' time is over to {@code removal}; returns how many.
     *
     * @param settled tells for a key whether it is this table's and the database has its last value
     */
    int expire(int most, Predicate<byte[]> settled, Consumer<byte[]> removal) {
        if (!layout.timed()) {
            return 0;
        }
        goBack();
        int removed = 0;
        int visits = VISITS_FOR_EACH_REMOVAL * most;
        try (RocksBatch forgotten = new RocksBatch(layout);
                RocksCursor ages = files.cursor(position, layout.behindAges(), false)) {
            byte[] age = ages.key();
            while (age != null && removed < most && visits-- > 0 && lifetime.isOver(layout.atOfAge(age))) {
                byte[] key = layout.keyOfAge(age);
                if (!settled.test(key)) {
                    pending(age);
                } else if (isAgeOf(age, key)) {
                    pending(age);
                    removal.accept(key);
                    removed++;
                } else {
                    forgotten.delete(age);
                }
                position = KeyBytes.rightAfter(age);
                ages.next();
                age = ages.key();
            }
            files.writeIfPossible(forgotten.batch());
        }
        return removed;
    }

    private void goBack() {
        long at = earliestWritten.getAndSet(NOTHING);
        if (at == NOTHING) {
            return;
        }
        position = least(position, layout.ageKey(at, new byte[0]));
        if (earliestPending != null) {
            position = least(position, earliestPending);
            earliestPending = null;
        }
    }

    /** The entry of {@code age} is not done with: what is written next may change that. */
    private void pending(byte[] age) {
        if (earliestPending == null) {
            earliestPending = age;
        }
    }

    private boolean isAgeOf(byte[] age, byte[] key) {
        byte[] stored = files.get(layout.entryKey(key));
        return stored != null && layout.at(stored) == layout.atOfAge(age);
    }

    private static byte[] least(byte[] some, byte[] other) {
        return KeyBytes.ORDER.compare(some, other) <= 0 ? some : other;
    }
}
