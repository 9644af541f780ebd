package io.millrace.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.runtime.Delivery;
import io.millrace.support.Cluster;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The trigger changes back and forth while records flow and instances die. */
@Tag(Rounds.MANY)
class TriggerSwitchIT {

    private static final String REAL_TIME = "real-time 1s";
    private static final String MICRO_BATCH = "processing-time 200ms";
    private static final int SWITCHES = 10;

    private final Random random = new Random();

    @TempDir
    private Path files = Path.of("");

    private String trigger = REAL_TIME;

    @ParameterizedTest
    @EnumSource
    void switchedTenTimesWhileInstancesDieTheyLoseAndDoubleNothingAndKeepTheirState(Delivery delivery) {
        try (Services services = new Services(Subject.SHUFFLED, Scene.on(Cluster.shared(), files))) {
            Trio trio = Trio.start(services, number -> services.options("node-" + number)
                    .soonMissed()
                    .withTrigger(trigger)
                    .withDelivery(delivery));
            for (int number = 0; number < SWITCHES * Rounds.ofLong(10); number++) {
                trio.runForAWhile();
                trigger = number % 2 == 0 ? MICRO_BATCH : REAL_TIME;
                if (number % 3 == 0) {
                    killAmidASwitch(trio);
                } else {
                    trio.forEach(instance -> instance.switchTrigger(trigger));
                }
            }
            trio.runForAWhile();

            assertThat(services.settle())
                    .as("duplicates")
                    .isLessThanOrEqualTo(delivery == Delivery.EXACTLY_ONCE ? 0 : services.repeatable());
        }
    }

    private void killAmidASwitch(Trio trio) {
        int victim = random.nextInt(Trio.COUNT);
        trio.forEach(instance -> instance.beginSwitch(trigger));
        trio.kill(victim);
        trio.runForAWhile();
        trio.startAgain(victim);
    }
}
