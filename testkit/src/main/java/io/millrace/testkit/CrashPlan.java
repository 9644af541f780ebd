package io.millrace.testkit;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * At which moment of a commit the process under test ends.
 *
 * <p>Confined to the driver's thread.
 */
final class CrashPlan {

    private final Runnable cutOff;
    private @Nullable CrashPoint armed;
    private boolean crashed;

    /** {@code cutOff} takes the process's connection to Kafka away. */
    CrashPlan(Runnable cutOff) {
        this.cutOff = cutOff;
    }

    /** Ends the engine's step where the process ends; an error, since nobody goes on after those. */
    static final class Crash extends Error {
        private static final long serialVersionUID = 1;

        private Crash(CrashPoint point) {
            super("The process ends here: " + point, null, false, false);
        }
    }

    /** Has the next commit end the process at {@code point}. */
    void arm(CrashPoint point) {
        armed = point;
    }

    /** Returns the point that no commit has come to yet. */
    Optional<CrashPoint> armed() {
        return Optional.ofNullable(armed);
    }

    boolean hasCrashed() {
        return crashed;
    }

    /** Ends the process now. */
    void crash() {
        crashed = true;
        armed = null;
        cutOff.run();
    }

    /** The commit is at {@code point}. */
    void reach(CrashPoint point) {
        if (point == armed) {
            crash();
            throw new Crash(point);
        }
    }
}
