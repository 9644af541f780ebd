package io.millrace.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.state.StoreType;
import io.millrace.support.Cluster;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Rows 1 to 8 of the fault table for keyed state: what processes can suffer. */
class StateCrashIT {

    private static final int ROUNDS = Integer.getInteger("millrace.faults.rounds", 1);

    private final Random random = new Random();

    @TempDir
    private Path files = Path.of("");

    private KeyedServices services;

    @BeforeEach
    void begin() {
        services = new KeyedServices(Cluster.shared(), files);
    }

    @AfterEach
    void end() {
        services.close();
    }

    @ParameterizedTest
    @CsvSource({"real-time 500ms, IN_MEMORY", "real-time 500ms, ROCKS_DB", "processing-time 500ms, IN_MEMORY"})
    void killedInMidEpochItsStateIsThatOfTheLastCheckpoint(String trigger, StoreType type) {
        KeyedService.Options options =
                services.options("state").withTrigger(trigger).withStoreType(type);
        for (int round = 0; round < ROUNDS; round++) {
            ServiceProcess service = services.start(options);
            services.awaitMore(500 + random.nextInt(1_500));
            service.kill();
        }
        services.start(options);

        services.settle();
    }

    @ParameterizedTest
    @EnumSource(value = CrashPoint.class, names = "NONE", mode = EnumSource.Mode.EXCLUDE)
    void endedInsideACommitItsStateIsThatOfACheckpoint(CrashPoint point) {
        for (int round = 0; round < Math.max(1, ROUNDS / 4); round++) {
            StoreType type = StoreType.values()[round % StoreType.values().length];
            services.launch(services.options("state").withStoreType(type).crashingAt(point, 2 + random.nextInt(5)))
                    .awaitEnd();
        }
        services.start(services.options("state").withStoreType(StoreType.ROCKS_DB));

        services.settle();
    }

    @ParameterizedTest
    @EnumSource(StoreType.class)
    void stoppedForLongerThanItsSessionItChangesNothingWhenItComesBack(StoreType type) {
        ServiceProcess first = services.start(services.options("first").withStoreType(type));
        services.awaitMore(500);
        ServiceProcess second = services.start(services.options("second").withStoreType(type));
        second.awaitOutput("2 in all now");
        services.awaitMore(500);
        first.suspend();
        second.awaitOutput("4 in all now");
        services.awaitMore(1_000);
        first.resume();
        first.awaitOutput("lost");
        services.awaitMore(500);
        assertThat(first.isAlive()).isTrue();

        services.settle();
    }

    @ParameterizedTest
    @EnumSource(StoreType.class)
    void stoppedForAMomentItGoesOnAsIfNothingHadBeen(StoreType type) {
        ServiceProcess service = services.start(services.options("state").withStoreType(type));
        services.awaitMore(500);
        service.suspend();
        await().pollDelay(Duration.ofSeconds(3)).until(() -> true);
        service.resume();
        services.awaitMore(500);
        String output = service.output();

        assertThat(services.settle()).as("duplicates").isZero();
        assertThat(output).doesNotContain("lost", "revoked", "restarted");
    }

    @ParameterizedTest
    @EnumSource(StoreType.class)
    void stoppedGracefullyUnderLoadItRepeatsNothing(StoreType type) {
        KeyedService.Options options =
                services.options("state").withTrigger("real-time").withStoreType(type);
        for (int round = 0; round < ROUNDS; round++) {
            ServiceProcess service = services.start(options);
            services.awaitMore(1_000);
            service.terminate();
        }
        services.start(options);

        assertThat(services.settle()).as("duplicates").isZero();
    }

    @ParameterizedTest
    @EnumSource(StoreType.class)
    void threeAreRestartedOneByOneAndNothingIsRepeated(StoreType type) {
        List<ServiceProcess> nodes = new ArrayList<>();
        for (int number = 0; number < 3; number++) {
            nodes.add(services.start(node(number, type)));
        }
        services.awaitMore(500);
        for (int number = 0; number < 3; number++) {
            nodes.get(number).terminate();
            services.awaitMore(500);
            nodes.set(number, services.start(node(number, type)));
            services.awaitMore(500);
        }

        assertThat(services.settle()).as("duplicates").isZero();
    }

    @ParameterizedTest
    @EnumSource(StoreType.class)
    void fromOneToThreeAndBackUnderLoadStateMovesAlong(StoreType type) {
        services.start(node(0, type));
        for (int round = 0; round < Math.max(1, ROUNDS / 4); round++) {
            ServiceProcess second = services.start(node(1, type));
            ServiceProcess third = services.start(node(2, type));
            services.awaitMore(2_000);
            second.terminate();
            services.awaitMore(500);
            third.terminate();
            services.awaitMore(500);
        }

        assertThat(services.settle()).as("duplicates").isZero();
    }

    @ParameterizedTest
    @EnumSource(StoreType.class)
    void allKilledAtOnceAndStartedAgainTheyHaveTheirState(StoreType type) {
        for (int round = 0; round < Math.max(1, ROUNDS / 2); round++) {
            ServiceProcess first = services.start(node(0, type));
            ServiceProcess second = services.start(node(1, type));
            services.awaitMore(500 + random.nextInt(1_500));
            first.kill();
            second.kill();
        }
        services.start(node(0, type));
        services.start(node(1, type));

        services.settle();
    }

    @ParameterizedTest
    @EnumSource(StoreType.class)
    void killedWhileAnotherKeepsACopyItsStateIsTakenOver(StoreType type) {
        for (int round = 0; round < Math.max(1, ROUNDS / 4); round++) {
            ServiceProcess first = services.start(node(0, type).withStandby(1));
            ServiceProcess second = services.start(node(1, type).withStandby(1));
            second.awaitOutput("2 in all now");
            services.awaitMore(1_000);
            first.kill();
            second.awaitOutput("4 in all now");
            services.awaitMore(500);
            second.terminate();
        }
        services.start(node(0, type).withStandby(1));

        services.settle();
    }

    private KeyedService.Options node(int number, StoreType type) {
        return services.options("node-" + number).withStoreType(type);
    }
}
