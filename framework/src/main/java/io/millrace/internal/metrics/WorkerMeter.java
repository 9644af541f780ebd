package io.millrace.internal.metrics;

import io.millrace.runtime.TimeSource;
import io.millrace.runtime.TopologyPlan.Edge;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Measures one worker of a stage, through all of its runs. Counts every record and every turn; takes the time of each record while there
 * are few, and of one in {@value #ONE_IN} while there are many: of those whose inputs' offsets are multiples, which are the same records in
 * all stages.
 *
 * <p>Written by the worker, without waiting for anybody; what others read may be as old as its last turn. What is not of {@link
 * StageMeter} may be called by any thread.
 */
final class WorkerMeter implements StageMeter {

    static final int ONE_IN = 16;

    /** From so many records a second on not every one is timed. */
    private static final long MANY_PER_SECOND = 1_000;

    private static final int IN = 0;
    private static final int SPENT = 1;
    private static final int SINCE = SPENT + Activity.values().length;
    private static final int NOW = SINCE + 1;
    private static final int LENGTH = NOW + 1;

    private final TimeSource time;
    private final LatencyRecorder queueing = new LatencyRecorder();
    private final LatencyRecorder processing = new LatencyRecorder();

    /** What others read: counts, nanoseconds by {@link Activity}, and since when it does what. */
    private final AtomicLongArray told = new AtomicLongArray(LENGTH);

    private final Map<Edge, CountedExit> exits = new LinkedHashMap<>();

    /** Guarded by this. */
    private final long[] greatest = new long[Activity.values().length];

    // The worker's:
    private final long[] spent = new long[Activity.values().length];
    private long recordsIn;
    private long since;
    private Activity activity = Activity.IDLE;
    private long untimed = ONE_IN - 1;

    private volatile long wantedUntimed = ONE_IN - 1;

    /** {@code exits} are the edges by which records leave. */
    WorkerMeter(TimeSource time, List<Edge> exits) {
        this.time = time;
        exits.forEach(edge -> this.exits.put(edge, new CountedExit()));
        this.since = time.nanoTime();
        told.set(SINCE, since);
        told.set(NOW, activity.ordinal());
    }

    @Override
    public void beginTurn(long now) {
        change(activity, Activity.BUSY, now);
        untimed = wantedUntimed;
    }

    @Override
    public void endTurn(boolean worked, Activity next) {
        told.setOpaque(IN, recordsIn);
        exits.values().forEach(CountedExit::tell);
        change(worked ? Activity.BUSY : next, next, time.nanoTime());
    }

    @Override
    public long take(long offset, long sentAt) {
        recordsIn++;
        if ((offset & untimed) != 0) {
            return NOT_TIMED;
        }
        long now = time.nanoTime();
        if (sentAt != NOT_TIMED) {
            queueing.record(now - sentAt);
        }
        return now;
    }

    @Override
    public void finish(long takenAt) {
        if (takenAt != NOT_TIMED) {
            processing.record(time.nanoTime() - takenAt);
        }
    }

    @Override
    public Exit exit(Edge edge) {
        CountedExit counted = exits.get(edge);
        return counted == null ? Exit.NONE : counted;
    }

    @Override
    public long timeOfSending(long offset) {
        return (offset & untimed) == 0 ? time.nanoTime() : NOT_TIMED;
    }

    /** Returns how many records it has taken up. */
    long recordsIn() {
        return told.getOpaque(IN);
    }

    /** Returns how many records have left the stage by it. */
    long recordsOut() {
        return exits.values().stream().mapToLong(CountedExit::told).sum();
    }

    /** Returns how many of them by {@code edge}. */
    long recordsOut(Edge edge) {
        CountedExit counted = exits.get(edge);
        return counted == null ? 0 : counted.told();
    }

    /** Returns how many nanoseconds it has spent with {@code what}, up to now; never fewer than before. */
    synchronized long spent(Activity what) {
        int index = what.ordinal();
        long all = told.getOpaque(SPENT + index);
        if (told.getOpaque(NOW) == index) {
            all += Math.max(0, time.nanoTime() - told.getOpaque(SINCE));
        }
        greatest[index] = Math.max(greatest[index], all);
        return greatest[index];
    }

    LatencyRecorder queueing() {
        return queueing;
    }

    LatencyRecorder processing() {
        return processing;
    }

    /** So many records a second have come of late. */
    void expect(long recordsPerSecond) {
        wantedUntimed = recordsPerSecond > MANY_PER_SECOND ? ONE_IN - 1 : 0;
    }

    /** What it did until {@code now} was {@code before}. */
    private void change(Activity before, Activity next, long now) {
        int index = before.ordinal();
        spent[index] += Math.max(0, now - since);
        since = now;
        activity = next;
        told.setOpaque(SPENT + index, spent[index]);
        told.setOpaque(SINCE, now);
        told.setOpaque(NOW, next.ordinal());
    }

    /** Counts for the worker, and lets others read it as it was at the end of a turn. */
    private static final class CountedExit implements Exit {
        private final AtomicLong told = new AtomicLong();
        private long records;

        @Override
        public void leave() {
            records++;
        }

        void tell() {
            told.setOpaque(records);
        }

        long told() {
            return told.getOpaque();
        }
    }
}
