package io.millrace.internal.stage;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Closes several things, each of which may fail. */
final class Closing {

    private Closing() {}

    /** Runs all of {@code closings}, then throws what the first failing one threw, the others suppressed in it. */
    static void all(Collection<Runnable> closings) {
        @Nullable Throwable first = null;
        for (Runnable closing : closings) {
            try {
                closing.run();
            } catch (RuntimeException | Error e) {
                if (first == null) {
                    first = e;
                } else {
                    first.addSuppressed(e);
                }
            }
        }
        if (first instanceof Error error) {
            throw error;
        }
        if (first != null) {
            throw (RuntimeException) first;
        }
    }
}
