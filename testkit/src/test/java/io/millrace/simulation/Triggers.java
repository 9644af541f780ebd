package io.millrace.simulation;

import io.millrace.runtime.Trigger;
import java.time.Duration;
import java.util.Random;

/**
 * The triggers that instances begin with and are switched to. Immutable.
 *
 * @param realTime whether that is one of them
 * @param once whether that is one of them
 */
record Triggers(boolean realTime, boolean once) {

    /** Returns one that goes on for ever. */
    Trigger lasting(Random random) {
        return realTime && random.nextBoolean()
                ? Trigger.realTime(Trigger.SHORTEST)
                : Trigger.processingTime(Trigger.SHORTEST);
    }

    Trigger any(Random random) {
        Duration interval = Duration.ofMillis(100 + random.nextInt(200));
        int pick = random.nextInt(20);
        if (pick < 2) {
            return Trigger.availableNow();
        }
        if (pick == 2 && once) {
            return Trigger.once();
        }
        return pick < 8 || !realTime ? Trigger.processingTime(interval) : Trigger.realTime(interval);
    }
}
