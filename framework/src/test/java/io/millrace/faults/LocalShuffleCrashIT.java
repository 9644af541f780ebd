package io.millrace.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.runtime.Delivery;
import io.millrace.runtime.ShuffleMode;
import io.millrace.support.Cluster;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Rows 1, 3 and 8 of the fault table for a topology that shuffles in memory, with exactly-once: one instance works, the other
 * stands by.
 */
class LocalShuffleCrashIT {

    /** More than the one that was stopped may have committed: the other one has taken over. */
    private static final int TAKEN_OVER = 3_000;

    @TempDir
    private Path files = Path.of("");

    @Test
    void whateverHappensToTheOneThatWorksNothingIsLostOrSeenTwice() {
        try (Services services = new Services(Subject.SHUFFLED_IN_MEMORY, Scene.on(Cluster.shared(), files))) {
            for (int round = 0; round < Rounds.ofLong(4); round++) {
                ServiceProcess first = services.start(node(services, 1));
                services.awaitInstances(1);
                ServiceProcess second = services.start(node(services, 2));
                services.awaitMore(500);
                services.kill(first);
                services.awaitMore(TAKEN_OVER);
                first = services.start(node(services, 1));
                second.suspend();
                services.awaitMore(TAKEN_OVER);
                second.resume();
                second.awaitOutput("lost");
                services.awaitMore(500);
                services.kill(first, second);
            }
            services.start(node(services, 1));

            assertThat(services.settle()).as("duplicates").isZero();
        }
    }

    private static ServiceOptions node(Services services, int number) {
        return services.options("node-" + number)
                .soonMissed()
                .withShuffle(ShuffleMode.LOCAL)
                .withDelivery(Delivery.EXACTLY_ONCE);
    }
}
