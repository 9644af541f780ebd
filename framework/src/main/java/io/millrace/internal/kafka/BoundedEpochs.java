package io.millrace.internal.kafka;

import java.time.Duration;

/** As many epochs as it takes, none of them long. Immutable. */
record BoundedEpochs() implements JobEpochs {

    static final long MOST_RECORDS = 1_000_000;

    static final Duration LONGEST = Duration.ofSeconds(10);

    @Override
    public boolean mayBegin() {
        return true;
    }

    @Override
    public boolean isFull(long records, long nanos) {
        return records >= MOST_RECORDS || (records > 0 && nanos >= LONGEST.toNanos());
    }

    @Override
    public boolean mayEndEarly() {
        return true;
    }

    @Override
    public boolean isComplete() {
        return true;
    }
}
