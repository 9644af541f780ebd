package io.millrace.internal.stage;

import io.millrace.internal.metrics.Exit;
import io.millrace.internal.metrics.StageMeter;
import io.millrace.runtime.TopologyPlan.Edge;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Notes what a worker tells its meter. Confined to the test. */
final class NotingMeter implements StageMeter {

    static final long SENT_AT = 4_711;

    /** What followed each turn, with whether there was work in it. */
    final List<String> turns = new ArrayList<>();

    /** When the records were sent that were taken. */
    final List<Long> sentAt = new ArrayList<>();

    int finished;

    /** How many records left, by their edge. */
    final Map<Edge, Integer> left = new HashMap<>();

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
    public Exit exit(Edge edge) {
        return () -> left.merge(edge, 1, Integer::sum);
    }

    @Override
    public long timeOfSending(long offset) {
        return SENT_AT;
    }
}
