package io.millrace.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ParkingTest {

    private static final Duration WELL_BELOW_THE_NET = Duration.ofMillis(60);

    private final Parking parking = new Parking();

    @AfterEach
    void takeBackAPermitThatIsLeft() {
        LockSupport.unpark(Thread.currentThread());
        LockSupport.park();
    }

    @Test
    void aWakeUpAfterTheAnnouncementMakesTheSleepEndAtOnce() {
        assertThat(sleeps(() -> {
                    parking.announce();
                    parking.wakeUp();
                }))
                .anyMatch(ParkingTest::wasWoken);
    }

    @Test
    void aWakeUpBeforeTheAnnouncementIsForNobody() {
        assertThat(sleeps(() -> {
                    parking.wakeUp();
                    parking.announce();
                }))
                .anyMatch(sleep -> !wasWoken(sleep));
    }

    @Test
    void aWakeUpAfterTheAnnouncementWasTakenBackIsForNobody() {
        assertThat(sleeps(() -> {
                    parking.announce();
                    parking.cancel();
                    parking.wakeUp();
                    parking.announce();
                }))
                .anyMatch(sleep -> !wasWoken(sleep));
    }

    @Test
    void oneSleepIsWokenOnce() {
        assertThat(sleeps(() -> {
                    parking.announce();
                    parking.wakeUp();
                    parking.wakeUp();
                    parking.sleep(Long.MAX_VALUE);
                    parking.announce();
                }))
                .anyMatch(sleep -> !wasWoken(sleep));
    }

    @Test
    void aSleepWithoutAWakeUpEndsByItself() {
        assertThat(sleeps(parking::announce)).allMatch(sleep -> sleep.compareTo(Duration.ofSeconds(5)) < 0);
    }

    @Test
    void aSleeperIsWokenByAnotherThread() throws InterruptedException {
        AtomicBoolean woken = new AtomicBoolean();
        Thread sleeper = new Thread(() -> {
            while (!woken.get()) {
                parking.announce();
                parking.sleep(Long.MAX_VALUE);
            }
        });
        sleeper.start();
        await().until(() -> sleeper.getState() == Thread.State.TIMED_WAITING);

        woken.set(true);
        parking.wakeUp();

        sleeper.join(5_000);
        assertThat(sleeper.isAlive()).isFalse();
    }

    /** Several, since a loaded machine may let a thread sleep longer, and a JVM may wake it for nothing. */
    private List<Duration> sleeps(Runnable before) {
        return Stream.generate(() -> sleep(before)).limit(3).toList();
    }

    private Duration sleep(Runnable before) {
        before.run();
        long start = System.nanoTime();
        parking.sleep(Long.MAX_VALUE);
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private static boolean wasWoken(Duration sleep) {
        return sleep.compareTo(WELL_BELOW_THE_NET) < 0;
    }
}
