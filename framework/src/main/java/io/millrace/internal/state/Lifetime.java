package io.millrace.internal.state;

import io.millrace.runtime.TimeSource;
import java.time.Duration;
import java.util.Optional;

/** How long the entries of a store live, by the wall clock. Thread-safe. */
sealed interface Lifetime {

    /** Returns what an entry that is written now has to remember. */
    long now();

    /** Returns whether an entry that was written at {@code writtenAt} is to be seen no more. */
    boolean isOver(long writtenAt);

    /** Returns the timestamp for the changelog of an entry that was written at {@code writtenAt}. */
    long timestamp(long writtenAt);

    /** Returns whether entries ever come to their end. */
    boolean ends();

    static Lifetime of(Optional<Duration> ttl, TimeSource time) {
        return ttl.<Lifetime>map(duration -> new Limited(duration.toMillis(), time))
                .orElseGet(() -> new Unlimited(time));
    }

    /** Entries live until they are removed, and nobody asks when they were written. */
    record Unlimited(TimeSource time) implements Lifetime {

        @Override
        public long now() {
            return 0;
        }

        @Override
        public boolean isOver(long writtenAt) {
            return false;
        }

        @Override
        public long timestamp(long writtenAt) {
            return time.currentTimeMillis();
        }

        @Override
        public boolean ends() {
            return false;
        }
    }

    /** Entries live for {@code millis} after they were last written. */
    record Limited(long millis, TimeSource time) implements Lifetime {

        @Override
        public long now() {
            return time.currentTimeMillis();
        }

        @Override
        public boolean isOver(long writtenAt) {
            return time.currentTimeMillis() - writtenAt >= millis;
        }

        @Override
        public long timestamp(long writtenAt) {
            return writtenAt;
        }

        @Override
        public boolean ends() {
            return true;
        }
    }
}
