package io.millrace.internal.exchange;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.internal.epoch.Epoch;
import io.millrace.support.TestEpochs;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jetbrains.lincheck.Lincheck;
import org.jetbrains.lincheck.LincheckAssertionError;
import org.junit.jupiter.api.Test;

/**
 * Has a model checker try the interleavings of few steps in a lane and an inbox. It finds threads that sleep for good, which
 * {@link LaneStressTest} finds by chance only.
 */
class LaneInterleavingsTest {

    private static final int INVOCATIONS = 60;

    @Test
    void nothingIsLostOrReorderedAndNobodySleepsForGood() {
        Lincheck.runConcurrentTest(INVOCATIONS, () -> {
            Bed producerBed = new Bed();
            Bed consumerBed = new Bed();
            Lane lane = new Lane(1, producerBed, consumerBed);
            Thread producer = new Thread(() -> produce(new LaneWriter(lane), producerBed, List.of(event(1), event(2))));
            producer.start();

            List<Long> seen = new ArrayList<>();
            consumerBed.workUntil(() -> seen.size() == 2, () -> lane.poll(event -> seen.add(Events.offset(event))) > 0);
            join(producer);

            check(seen.equals(List.of(1L, 2L)), seen);
        });
    }

    @Test
    void aBarrierPartsTheRecordsOfAllLanesInEveryInterleaving() {
        Lincheck.runConcurrentTest(INVOCATIONS, () -> {
            Epoch epoch = TestEpochs.epoch(1);
            Bed consumerBed = new Bed();
            List<Lane> lanes = new ArrayList<>();
            List<Thread> producers = new ArrayList<>();
            for (int number = 0; number < 2; number++) {
                Bed bed = new Bed();
                Lane lane = new Lane(2, bed, consumerBed);
                List<LaneEvent> events = List.of(event(1), new LaneEvent.Barrier(epoch, List.of()), event(2));
                lanes.add(lane);
                producers.add(new Thread(() -> produce(new LaneWriter(lane), bed, events)));
            }
            producers.forEach(Thread::start);

            Inbox inbox = new Inbox(lanes);
            Seen seen = new Seen();
            consumerBed.workUntil(() -> seen.events.size() == 5, () -> inbox.poll(seen) > 0);
            producers.forEach(LaneInterleavingsTest::join);

            check(seen.events.equals(List.of("1", "1", "barrier", "2", "2")), seen.events);
        });
    }

    @Test
    void aThreadThatSleepsWithoutLookingOnceMoreIsFound() {
        assertThatThrownBy(() -> Lincheck.runConcurrentTest(INVOCATIONS, () -> {
                    Bed consumerBed = new CarelessBed();
                    Lane lane = new Lane(1, WakeUp.NOT_NEEDED, consumerBed);
                    Thread producer = new Thread(() -> lane.offer(event(1)));
                    producer.start();
                    int[] taken = {0};
                    consumerBed.workUntil(() -> taken[0] == 1, () -> {
                        taken[0] += lane.poll(event -> true);
                        return taken[0] > 0;
                    });
                    join(producer);
                }))
                .isInstanceOf(LincheckAssertionError.class);
    }

    private static LaneEvent event(long offset) {
        return Events.data(offset);
    }

    private static void produce(LaneWriter writer, Bed bed, List<LaneEvent> events) {
        int[] next = {0};
        bed.workUntil(() -> next[0] == events.size() && writer.isClear(), () -> {
            int work = writer.flush();
            while (writer.isClear() && next[0] < events.size()) {
                writer.write(events.get(next[0]++));
                work++;
            }
            return work > 0;
        });
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void check(boolean holds, Object seen) {
        if (!holds) {
            throw new AssertionError("Seen: " + seen);
        }
    }

    /**
     * How a worker's thread sleeps: announce, look once more, sleep. It sleeps in a loop, which the checker takes for what it is if
     * nobody ends it; a parked thread it might wake for no reason.
     */
    private static class Bed implements WakeUp {
        private volatile boolean sleeping;

        final void workUntil(BooleanSupplier done, BooleanSupplier work) {
            while (!done.getAsBoolean()) {
                if (!work.getAsBoolean()) {
                    sleeping = true;
                    if (!looksOnceMore() || (!work.getAsBoolean() && !done.getAsBoolean())) {
                        sleep();
                    }
                    sleeping = false;
                }
            }
        }

        boolean looksOnceMore() {
            return true;
        }

        private void sleep() {
            while (sleeping) {
                Thread.onSpinWait();
            }
        }

        @Override
        public void wakeUp() {
            sleeping = false;
        }
    }

    /** Sleeps as a worker must not. */
    private static final class CarelessBed extends Bed {
        @Override
        boolean looksOnceMore() {
            return false;
        }
    }

    /** Notes what comes out of an inbox. */
    private static final class Seen implements Inbox.Receiver {
        private final List<String> events = new ArrayList<>();

        @Override
        public boolean wantsMore() {
            return true;
        }

        @Override
        public boolean mayCome(LaneEvent.Data data) {
            return true;
        }

        @Override
        public void data(int lane, LaneEvent.Data data) {
            events.add(String.valueOf(data.origin().offset()));
        }

        @Override
        public void block(LaneEvent.Block block) {
            throw new IllegalStateException("Nobody sends blocks");
        }

        @Override
        public void time(int lane, LaneEvent.Time time) {}

        @Override
        public void caughtUp(LaneEvent.CaughtUp event) {}

        @Override
        public void opening(int lane, LaneEvent.Opening opening) {
            throw new AssertionError("No partition is opened");
        }

        @Override
        public void barrier(LaneEvent.Barrier barrier) {
            events.add("barrier");
        }
    }
}
