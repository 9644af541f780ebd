package io.millrace.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.support.Cluster;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Rows 20, 21 and 24 of the fault table: user code that is stuck or slow, and little memory for what waits. */
class SlowCodeIT {

    private static final Duration SOON = Duration.ofSeconds(2);

    @TempDir
    private Path files = Path.of("");

    private Services services;

    @BeforeEach
    void begin() {
        services = new Services(Subject.TROUBLED, Scene.on(Cluster.shared(), files));
    }

    @AfterEach
    void end() {
        services.close();
    }

    static List<Trouble> stuck() {
        return Rounds.ONCE ? List.of(Trouble.ENDLESS) : List.of(Trouble.ENDLESS, Trouble.SLEEPING);
    }

    /** The process ends with its main thread: a thread that is left behind does not keep it. */
    @ParameterizedTest
    @MethodSource("stuck")
    void stuckCodeIsFoundAndNamedAndKeepsNobodyFromEnding(Trouble trouble) {
        ServiceProcess service = services.launch(TroubledService.prefix(trouble), services.options("stuck"))
                .awaitRunning();
        service.awaitOutput(Trouble.STUCK);
        await().atMost(TroubledService.STUCK_AFTER.plus(SOON))
                .until(() -> service.output().contains("'trouble' has been busy with topic"));

        service.endInput();
        await().atMost(TroubledService.DRAIN.plusSeconds(6)).until(() -> !service.isAlive());

        assertThat(service.exitValue()).isZero();
        assertThat(service.output()).contains("Thread 'millrace-troubled' does not end", "io.millrace.faults.Trouble");
        if (!Rounds.ONCE) {
            services.start(services.options("mended"));
            services.settle();
        }
    }

    @Test
    void codeThatIsTenTimesTooSlowNeedsNoMoreMemoryAndKeepsItsPlaceInTheGroup() {
        ServiceProcess service = services.launch(
                        TroubledService.prefix(Trouble.SLOW, "-Xmx64m"), services.options("slow"))
                .awaitRunning();
        services.awaitMore(500 * Rounds.COUNT);
        int rebalances = service.output().split("partitions .* assigned", -1).length - 1;

        assertThat(rebalances).isEqualTo(1);
        assertThat(service.output()).doesNotContain("lost", "revoked", "OutOfMemoryError");
    }
}
