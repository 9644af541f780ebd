package io.millrace.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.runtime.Delivery;
import io.millrace.support.Cluster;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Rows 1 to 8 of the fault table for three instances of a topology with two shuffles. In {@code verify} what tells most happens
 * to the same three, one thing after the other.
 */
class ShuffleCrashIT {

    private final Random random = new Random();

    @TempDir
    private Path files = Path.of("");

    private Services services;

    @BeforeEach
    void begin() {
        services = new Services(Subject.SHUFFLED, Scene.on(Cluster.shared(), files));
    }

    @AfterEach
    void end() {
        services.close();
    }

    @ParameterizedTest
    @EnumSource
    void oneIsKilledAndOneStandsStillAndThenAllAreKilledAndTheStateIsExact(Delivery delivery) {
        Trio trio = start(delivery);
        trio.runForAWhile();
        trio.kill(0);
        trio.runForAWhile();
        trio.startAgain(0);
        trio.runForAWhile();
        trio.replaceForAWhile(1);
        trio.runForAWhile();
        trio.killAll();
        trio.startAllAgain();

        settleAfterAZombie(delivery);
    }

    @ParameterizedTest
    @EnumSource
    @Tag(Rounds.MANY)
    void killedInMidEpochTheStateIsThatOfTheLastCheckpoint(Delivery delivery) {
        Trio trio = start(delivery);
        for (int round = 0; round < Rounds.COUNT; round++) {
            int number = random.nextInt(Trio.COUNT);
            trio.runForAWhile();
            trio.kill(number);
            trio.runForAWhile();
            trio.startAgain(number);
        }

        settle(delivery);
    }

    @ParameterizedTest
    @EnumSource
    @Tag(Rounds.MANY)
    void endedInsideACommitTheStateIsThatOfACheckpoint(Delivery delivery) {
        Trio trio = start(delivery);
        for (int round = 0; round < Rounds.ofLong(4); round++) {
            for (CrashPoint point : CrashPoint.CRASHES) {
                int number = random.nextInt(Trio.COUNT);
                trio.get(number).terminate();
                ServiceOptions crashing = options(number, delivery).crashingAt(point, 2 + random.nextInt(20));
                trio.startAgain(number, crashing).awaitEnd();
                services.noteRepeatable();
                trio.startAgain(number);
                trio.runForAWhile();
            }
        }

        settle(delivery);
    }

    @ParameterizedTest
    @EnumSource
    @Tag(Rounds.MANY)
    void stoppedForLongerThanItsSessionOneChangesNothingWhenItComesBack(Delivery delivery) {
        Trio trio = start(delivery);
        for (int round = 0; round < Rounds.ofLong(2); round++) {
            int number = random.nextInt(Trio.COUNT);
            trio.runForAWhile();
            trio.replaceForAWhile(number);
            assertThat(trio.get(number).output()).contains("lost");
        }

        settleAfterAZombie(delivery);
    }

    @ParameterizedTest
    @EnumSource
    @Tag(Rounds.MANY)
    void stoppedForAMomentTheyGoOnAsIfNothingHadBeen(Delivery delivery) {
        Trio trio = Trio.start(services, number -> patient(number, delivery));
        for (int round = 0; round < Rounds.ofLong(4); round++) {
            ServiceProcess one = trio.get(random.nextInt(Trio.COUNT));
            trio.runForAWhile();
            one.suspend();
            await().pollDelay(Duration.ofSeconds(3)).until(() -> true);
            one.resume();
            trio.runForAWhile();
            assertThat(one.output()).doesNotContain("lost", "restarted");
        }

        assertThat(services.settle()).as("duplicates").isZero();
    }

    @ParameterizedTest
    @EnumSource
    @Tag(Rounds.MANY)
    void allAreStoppedGracefullyUnderLoadAndRepeatNothing(Delivery delivery) {
        Trio trio = Trio.start(services, number -> patient(number, delivery));
        for (int round = 0; round < Rounds.ofLong(4); round++) {
            trio.runForAWhile();
            trio.terminateAll();
            trio.startAllAgain();
        }

        assertThat(services.settle()).as("duplicates").isZero();
    }

    @ParameterizedTest
    @EnumSource
    @Tag(Rounds.MANY)
    void restartedOneByOneTheyRepeatNothing(Delivery delivery) {
        Trio trio = Trio.start(services, number -> patient(number, delivery));
        for (int round = 0; round < Rounds.ofLong(4); round++) {
            for (int number = 0; number < Trio.COUNT; number++) {
                trio.get(number).terminate();
                trio.runForAWhile();
                trio.startAgain(number);
                trio.runForAWhile();
            }
        }

        assertThat(services.settle()).as("duplicates").isZero();
    }

    @ParameterizedTest
    @EnumSource
    @Tag(Rounds.MANY)
    void fromThreeToOneAndBackUnderLoadTheyRepeatNothing(Delivery delivery) {
        Trio trio = Trio.start(services, number -> patient(number, delivery));
        for (int round = 0; round < Rounds.ofLong(4); round++) {
            int stays = random.nextInt(Trio.COUNT);
            trio.terminateAllBut(stays);
            trio.runForAWhile();
            trio.startAllAgainBut(stays);
            trio.runForAWhile();
        }

        assertThat(services.settle()).as("duplicates").isZero();
    }

    @ParameterizedTest
    @EnumSource
    @Tag(Rounds.MANY)
    void allKilledAtOnceTheyHaveTheirStateWhenStartedAgain(Delivery delivery) {
        Trio trio = start(delivery);
        for (int round = 0; round < Rounds.ofLong(2); round++) {
            trio.runForAWhile();
            trio.killAll();
            trio.startAllAgain();
        }

        settle(delivery);
    }

    private Trio start(Delivery delivery) {
        return Trio.start(services, number -> options(number, delivery));
    }

    private ServiceOptions options(int number, Delivery delivery) {
        return patient(number, delivery).soonMissed();
    }

    /** Returns options of an instance that is not given up soon. */
    private ServiceOptions patient(int number, Delivery delivery) {
        return services.options("node-" + number).withDelivery(delivery);
    }

    private void settle(Delivery delivery) {
        long duplicates = services.settle();
        assertThat(duplicates).as("duplicates").isLessThanOrEqualTo(allowed(delivery));
    }

    private long allowed(Delivery delivery) {
        return delivery == Delivery.EXACTLY_ONCE ? 0 : services.repeatable();
    }

    /** What one that came back puts out before it knows of the others is not counted. */
    private void settleAfterAZombie(Delivery delivery) {
        long duplicates = services.settle();
        if (delivery == Delivery.EXACTLY_ONCE) {
            assertThat(duplicates).as("duplicates").isZero();
        }
    }
}
