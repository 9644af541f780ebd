package io.millrace.internal.engine;

import io.millrace.internal.stage.CurrentCall;
import io.millrace.runtime.StuckCall;
import io.millrace.runtime.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the calls of user code in one run that take longer than a bound: tells of each in the log, once and then every minute, and once
 * when it goes on.
 *
 * <p>{@link #look} is confined to the thread that looks, the rest is thread-safe.
 */
final class RunWatch implements Watched {

    private static final Logger LOG = LoggerFactory.getLogger(RunWatch.class);

    private static final Duration TELL_AGAIN = Duration.ofMinutes(1);

    private final String topology;
    private final Duration bound;
    private final TimeSource time;
    private final EventDispatcher events;
    private final List<WatchedWorker> workers;
    private final Map<WatchedWorker, Told> told = new LinkedHashMap<>();
    private volatile List<StuckCall> stuck = List.of();
    private volatile boolean ended;

    /** {@code bound} is how long a call may take; nothing is found if it is zero. */
    RunWatch(String topology, Duration bound, TimeSource time, EventDispatcher events, List<WatchedWorker> workers) {
        this.topology = topology;
        this.bound = bound;
        this.time = time;
        this.events = events;
        this.workers = List.copyOf(workers);
    }

    /** A call that was told of, and when. */
    private record Told(CurrentCall.Seen call, StuckCall stuck, long at) {}

    /** Returns the calls that the last look has found. */
    List<StuckCall> stuck() {
        return stuck;
    }

    /** Returns whether {@code thread} is in a call of user code now. */
    boolean isInUserCode(Thread thread) {
        return workers.stream().anyMatch(worker -> worker.thread() == thread && worker.isInCall());
    }

    /** The run has ended; only those are watched on that have not come back by then. */
    @Override
    public void end() {
        ended = true;
    }

    /** Returns whether there is nothing left to look at. */
    @Override
    public boolean isOver() {
        return bound.isZero() || (ended && stuck.isEmpty() && workers.stream().noneMatch(RunWatch::isAtWork));
    }

    /** Looks at all workers once. */
    @Override
    public void look() {
        long now = time.nanoTime();
        List<StuckCall> found = new ArrayList<>();
        for (WatchedWorker worker : workers) {
            CurrentCall.@Nullable Seen seen = isAtWork(worker) ? worker.look(now) : null;
            Told before = told.get(worker);
            if (before != null
                    && (seen == null || seen.number() != before.call().number())) {
                goesOn(worker, before);
                before = null;
            }
            if (seen != null && worker.nanosInCall(now) >= bound.toNanos()) {
                StuckCall call = stuck(worker, seen, now, before);
                if (before == null || isDue(before, now)) {
                    tell(worker, seen, call, now);
                }
                found.add(call);
            }
        }
        stuck = List.copyOf(found);
    }

    private static boolean isAtWork(WatchedWorker worker) {
        return worker.thread().isAlive() && worker.isInCall();
    }

    private StuckCall stuck(WatchedWorker worker, CurrentCall.Seen seen, long now, @Nullable Told before) {
        List<StackTraceElement> stack = before == null || isDue(before, now)
                ? worker.stack()
                : before.stuck().stack();
        return new StuckCall(
                topology,
                worker.stage(),
                seen.node(),
                seen.input(),
                Duration.ofNanos(worker.nanosInCall(now)),
                worker.thread().getName(),
                stack);
    }

    private static boolean isDue(Told before, long now) {
        return now - before.at() >= TELL_AGAIN.toNanos();
    }

    private void tell(WatchedWorker worker, CurrentCall.Seen seen, StuckCall call, long now) {
        boolean isNew = told.put(worker, new Told(seen, call, now)) == null;
        LOG.atWarn()
                .addKeyValue("millrace.topology", topology)
                .addKeyValue("millrace.stage", call.stage())
                .log(
                        "Topology '{}', stage '{}': '{}' has been busy with {} for {} s, which is longer than {} s ('stuck-after'). What comes behind it waits, and nothing is committed. Mend the code: it needs an end, or a timeout for what it calls. Thread '{}' is at{}",
                        topology,
                        call.stage(),
                        call.node(),
                        where(call),
                        call.lasting().toSeconds(),
                        bound.toMillis() / 1_000.0,
                        call.thread(),
                        WatchedWorker.lines(call.stack()));
        if (isNew) {
            events.tell(listener -> listener.stuck(call));
        }
    }

    private void goesOn(WatchedWorker worker, Told before) {
        told.remove(worker);
        LOG.atInfo()
                .addKeyValue("millrace.topology", topology)
                .addKeyValue("millrace.stage", before.stuck().stage())
                .log(
                        "Topology '{}', stage '{}': '{}' goes on behind {}",
                        topology,
                        before.stuck().stage(),
                        before.stuck().node(),
                        where(before.stuck()));
        events.tell(listener -> listener.goesOn(before.stuck()));
    }

    private static String where(StuckCall call) {
        return call.input()
                .map(input -> "topic '%s', partition %d, offset %d"
                        .formatted(input.topic(), input.partition(), input.offset()))
                .orElse("a timer, a batch or the end of a partition");
    }
}
