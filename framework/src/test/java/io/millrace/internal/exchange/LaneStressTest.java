package io.millrace.internal.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Two threads that sleep whenever they have nothing to do, and without the net that the engine's threads have: a single
 * missed wake-up stops the test for good.
 */
class LaneStressTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @ParameterizedTest
    @CsvSource({"1024, 1000000", "16, 300000", "1, 20000"})
    void nothingIsLostOrReorderedAndNobodySleepsForGood(int capacity, int events) throws InterruptedException {
        Bed producerBed = new Bed();
        Bed consumerBed = new Bed();
        Lane lane = new Lane(capacity, producerBed, consumerBed);
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Thread producer = new Thread(guarded(failure, () -> produce(lane, producerBed, events)), "producer");
        Thread consumer = new Thread(guarded(failure, () -> consume(lane, consumerBed, events)), "consumer");
        producer.setDaemon(true);
        consumer.setDaemon(true);

        producer.start();
        consumer.start();
        producer.join(PATIENCE.toMillis());
        consumer.join(PATIENCE.toMillis());

        assertThat(failure.get()).isNull();
        if (producer.isAlive() || consumer.isAlive()) {
            fail("Missed wake-up: %s%n%s%n%s%n%s"
                    .formatted(
                            lane.depth() + " events in the lane",
                            producer + " " + producer.getState(),
                            consumer + " " + consumer.getState(),
                            Arrays.toString(consumer.getStackTrace())));
        }
    }

    private static void produce(Lane lane, Bed bed, int events) {
        LaneWriter writer = new LaneWriter(lane);
        int[] next = {0};
        bed.workUntil(() -> next[0] == events && writer.isClear(), () -> {
            int work = writer.flush();
            while (writer.isClear() && next[0] < events) {
                // As many as one input record may become: several of them may have to be kept.
                for (int burst = next[0] % 5; burst >= 0 && next[0] < events; burst--) {
                    writer.write(Events.data(next[0]++));
                    work++;
                }
            }
            return work > 0;
        });
    }

    private static void consume(Lane lane, Bed bed, int events) {
        long[] expected = {0};
        bed.workUntil(
                () -> expected[0] == events,
                () -> lane.poll(event -> {
                            assertThat(Events.offset(event)).isEqualTo(expected[0]);
                            expected[0]++;
                            return expected[0] % 37 != 0; // also stop in the middle of what there is
                        })
                        > 0);
    }

    private static Runnable guarded(AtomicReference<Throwable> failure, Runnable work) {
        return () -> {
            try {
                work.run();
            } catch (Throwable thrown) {
                failure.compareAndSet(null, thrown);
            }
        };
    }

    /** How a worker's thread sleeps: announce, look once more, sleep. */
    private static final class Bed implements WakeUp {
        private volatile @Nullable Thread sleeper;

        void workUntil(BooleanSupplier done, BooleanSupplier work) {
            while (!done.getAsBoolean()) {
                if (!work.getAsBoolean()) {
                    sleeper = Thread.currentThread();
                    VarHandle.fullFence();
                    if (!work.getAsBoolean() && !done.getAsBoolean()) {
                        LockSupport.park(this);
                    }
                    sleeper = null;
                }
            }
        }

        @Override
        public void wakeUp() {
            Thread thread = sleeper;
            if (thread != null) {
                sleeper = null;
                LockSupport.unpark(thread);
            }
        }
    }
}
