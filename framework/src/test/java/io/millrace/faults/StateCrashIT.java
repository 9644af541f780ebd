package io.millrace.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.support.Cluster;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Rows 1 to 8 of the fault table for keyed state: what processes can suffer. */
class StateCrashIT {

    private static final String STORES = "io.millrace.faults.Stores#tested";

    private final Random random = new Random();

    @TempDir
    private Path files = Path.of("");

    private Services services;

    @BeforeEach
    void begin() {
        services = new Services(Subject.KEYED, Scene.on(Cluster.shared(), files));
    }

    @AfterEach
    void end() {
        services.close();
    }

    @ParameterizedTest
    @MethodSource(STORES)
    void killedInMidEpochItsStateIsThatOfTheLastCheckpoint(Stores stores) {
        for (int round = 0; round < Rounds.atLeast(2); round++) {
            String trigger = round % 2 == 0 ? "real-time 500ms" : "processing-time 500ms";
            ServiceProcess service = services.start(node(0, stores).soonMissed().withTrigger(trigger));
            services.awaitMore(500 + random.nextInt(1_500));
            services.kill(service);
        }
        services.start(node(0, stores));

        assertThat(services.settle()).as("duplicates").isLessThanOrEqualTo(services.repeatable());
    }

    @Test
    void endedInsideACommitItsStateIsThatOfACheckpoint() {
        ServiceOptions options = services.options("state").soonMissed().withTrigger("real-time 200ms");
        for (int round = 0; round < Rounds.ofLong(4); round++) {
            for (CrashPoint point : CrashPoint.CRASHES) {
                Stores stores = random.nextBoolean() ? Stores.BOTH : Stores.SWAPPED;
                services.launch(options.withStores(stores).crashingAt(point, 2 + random.nextInt(5)))
                        .awaitEnd();
                services.noteRepeatable();
            }
        }
        services.start(options);

        assertThat(services.settle()).as("duplicates").isLessThanOrEqualTo(services.repeatable());
    }

    @ParameterizedTest
    @MethodSource(STORES)
    void stoppedForLongerThanItsSessionItChangesNothingWhenItComesBack(Stores stores) {
        ServiceProcess first = services.start(node(1, stores).soonMissed());
        services.start(node(2, stores).soonMissed());
        services.awaitInstances(2);
        services.awaitMore(500);
        first.suspend();
        services.awaitInstances(1);
        services.awaitMore(1_000);
        first.resume();
        services.awaitInstances(2);
        services.awaitMore(500);
        assertThat(first.isAlive()).isTrue();
        assertThat(first.output()).contains("lost");

        services.settle();
    }

    @ParameterizedTest
    @MethodSource(STORES)
    void stoppedForAMomentAndThenGracefullyItRepeatsNothing(Stores stores) {
        for (int round = 0; round < Rounds.COUNT; round++) {
            ServiceProcess service = services.start(node(0, stores).withTrigger("real-time"));
            services.awaitMore(500);
            service.suspend();
            await().pollDelay(Duration.ofSeconds(3)).until(() -> true);
            service.resume();
            services.awaitMore(500);
            service.terminate();
            assertThat(service.output()).doesNotContain("lost", "restarted");
        }
        services.start(node(0, stores));

        assertThat(services.settle()).as("duplicates").isZero();
    }

    @ParameterizedTest
    @MethodSource(STORES)
    void fromOneToThreeRestartedOneByOneAndBackToOneTheyRepeatNothing(Stores stores) {
        List<ServiceProcess> nodes = new ArrayList<>(List.of(services.start(node(0, stores))));
        for (int round = 0; round < Rounds.ofLong(4); round++) {
            nodes.add(services.launch(node(1, stores)));
            nodes.add(services.launch(node(2, stores)));
            services.awaitInstances(3);
            services.awaitMore(500);
            for (int number = 0; number < 3; number++) {
                nodes.get(number).terminate();
                nodes.set(number, services.start(node(number, stores)));
                services.awaitMore(500);
            }
            services.awaitInstances(3);
            nodes.remove(2).terminate();
            nodes.remove(1).terminate();
            services.awaitMore(500);
        }

        assertThat(services.settle()).as("duplicates").isZero();
    }

    @ParameterizedTest
    @MethodSource(STORES)
    void allKilledAtOnceAndStartedAgainTheyHaveTheirState(Stores stores) {
        for (int round = 0; round < Rounds.ofLong(2); round++) {
            ServiceProcess first = services.launch(node(0, stores).soonMissed());
            ServiceProcess second = services.launch(node(1, stores).soonMissed());
            services.awaitInstances(2);
            services.awaitMore(500 + random.nextInt(1_500));
            services.kill(first, second);
        }
        services.launch(node(0, stores));
        services.launch(node(1, stores));

        assertThat(services.settle()).as("duplicates").isLessThanOrEqualTo(services.repeatable());
    }

    @ParameterizedTest
    @MethodSource(STORES)
    void killedWhileAnotherKeepsACopyItsStateIsTakenOver(Stores stores) {
        for (int round = 0; round < Rounds.ofLong(4); round++) {
            ServiceProcess first = services.launch(node(0, stores).soonMissed().withStandby(1));
            ServiceProcess second = services.launch(node(1, stores).soonMissed().withStandby(1));
            services.awaitInstances(2);
            services.awaitMore(1_000);
            services.kill(first);
            services.awaitInstances(1);
            services.awaitMore(500);
            second.terminate();
        }
        services.start(node(0, stores).withStandby(1));

        assertThat(services.settle()).as("duplicates").isLessThanOrEqualTo(services.repeatable());
    }

    private ServiceOptions node(int number, Stores stores) {
        return services.options("node-" + number).withStores(stores);
    }
}
