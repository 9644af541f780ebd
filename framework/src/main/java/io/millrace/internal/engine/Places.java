package io.millrace.internal.engine;

import io.millrace.internal.exchange.WakeUp;
import io.millrace.internal.plan.Plan;
import io.millrace.internal.plan.StagePlan;
import io.millrace.runtime.ThreadMode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Which thread runs each worker: the poll thread, or one of its own, and where that one sleeps. Immutable. */
final class Places implements WakeUps {

    private static final int FEW_PROCESSORS = 3;
    private static final int MOST_RESTORE_WORKERS = 4;

    private final WakeUp pollThread;
    private final Map<String, List<Parking>> dedicated = new HashMap<>();
    private final Parking committer = new Parking();
    private final Parking globalTables = new Parking();
    private final List<Parking> restoreWorkers;
    private final List<Parking> sinkCallers;

    /** {@code processors} is what the JVM has. */
    Places(Plan plan, ThreadMode mode, int processors, WakeUp pollThread) {
        this.pollThread = pollThread;
        this.restoreWorkers = parkings(Math.min(MOST_RESTORE_WORKERS, processors));
        this.sinkCallers = parkings(plan.stages().stream()
                .mapToInt(stage -> stage.parallelism() * stage.externalSinks().size())
                .sum());
        for (StagePlan stage : plan.stages()) {
            if (isDedicated(stage, mode, processors)) {
                dedicated.put(stage.name(), parkings(stage.parallelism()));
            }
        }
    }

    static boolean isDedicated(StagePlan stage, ThreadMode mode, int processors) {
        return switch (mode) {
            case SHARED -> false;
            case DEDICATED -> true;
            case AUTO -> processors > FEW_PROCESSORS && (stage.declared() || stage.parallelism() > 1);
        };
    }

    boolean sharesPollThread(StagePlan stage) {
        return !dedicated.containsKey(stage.name());
    }

    @Override
    public WakeUp pollThread() {
        return pollThread;
    }

    @Override
    public WakeUp wakeUp(StagePlan stage, int worker) {
        return sharesPollThread(stage) ? pollThread : parking(stage, worker);
    }

    @Override
    public Parking committer() {
        return committer;
    }

    @Override
    public Parking globalTables() {
        return globalTables;
    }

    @Override
    public Parking sinkCaller(int caller) {
        return sinkCallers.get(caller);
    }

    @Override
    public List<Parking> restoreWorkers() {
        return restoreWorkers;
    }

    /** Returns where the thread of a worker sleeps that has one of its own. */
    Parking parking(StagePlan stage, int worker) {
        List<Parking> parkings = dedicated.get(stage.name());
        if (parkings == null) {
            throw new IllegalStateException("Stage '%s' shares the poll thread".formatted(stage.name()));
        }
        return parkings.get(worker);
    }

    /** Wakes every thread. */
    void wakeAll() {
        pollThread.wakeUp();
        dedicated.values().forEach(parkings -> parkings.forEach(Parking::wakeUp));
        committer.wakeUp();
        globalTables.wakeUp();
        restoreWorkers.forEach(Parking::wakeUp);
        sinkCallers.forEach(Parking::wakeUp);
    }

    private static List<Parking> parkings(int number) {
        return Stream.generate(Parking::new).limit(number).toList();
    }
}
