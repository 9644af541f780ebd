package io.millrace.internal.stage;

import io.millrace.internal.metrics.StageMeter;
import java.util.ArrayList;
import java.util.List;

/** Notes what a worker tells its meter. Confined to the test. */
final class NotingMeter implements StageMeter {

    static final long SENT_AT = 4_711;

    /** What followed each turn, with whether there was work in it. */
    final List<String> turns = new ArrayList<>();

    /** When the records were sent that were taken. */
    final List<Long> sentAt = new ArrayList<>();

    int finished;
    int left;

    @Override
    public void beginTurn(long now) {}

    @Override
    public void endTurn(boolean worked, Activity next) {
        turns.add((worked ? "worked, " : "idled, ") + next);
    }

    @Override
    public long take(long offset, long newSentAt) {
        sentAt.add(newSentAt);
        return offset;
    }

    @Override
    public void finish(long takenAt) {
        finished++;
    }

    @Override
    public void leave() {
        left++;
    }

    @Override
    public long timeOfSending(long offset) {
        return SENT_AT;
    }
}
