package io.millrace.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.support.Cluster;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows 1, 3 and 5 of the fault table without state: what a process can suffer. */
class CrashIT {

    private final Random random = new Random();

    @TempDir
    private Path files = Path.of("");

    private Services services;

    @BeforeEach
    void begin() {
        services = new Services(Subject.COPY, Scene.on(Cluster.shared(), files));
    }

    @AfterEach
    void end() {
        services.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"real-time 500ms", "processing-time 500ms"})
    void killedUnderLoadAndStartedAgainItLosesNothing(String trigger) {
        ServiceOptions options = services.options("copy").soonMissed().withTrigger(trigger);
        for (int round = 0; round < Rounds.COUNT; round++) {
            ServiceProcess service = services.start(options);
            services.awaitMore(500 + random.nextInt(1_500));
            services.kill(service);
        }
        services.start(options);

        assertThat(services.settle()).as("duplicates").isLessThanOrEqualTo(services.repeatable());
    }

    @Test
    void stoppedGracefullyUnderLoadAndStartedAgainItRepeatsNothing() {
        ServiceOptions options = services.options("copy").withTrigger("real-time");
        for (int round = 0; round < Rounds.COUNT; round++) {
            ServiceProcess service = services.start(options);
            services.awaitMore(1_000);
            service.terminate();
        }
        services.start(options);

        assertThat(services.settle()).as("duplicates").isZero();
    }

    @Test
    void stoppedForLongerThanItsSessionItGivesWayAndComesBackWithoutLoss() {
        ServiceProcess first = services.start(services.options("first").soonMissed());
        services.start(services.options("second").soonMissed());
        services.awaitInstances(2);
        services.awaitMore(500);
        first.suspend();
        services.awaitInstances(1);
        services.awaitMore(500);
        first.resume();
        services.awaitInstances(2);
        assertThat(first.isAlive()).isTrue();
        assertThat(first.output()).contains("lost");

        services.settle();
    }
}
