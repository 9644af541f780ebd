package io.millrace.internal.state;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Closes several things of which each may fail, and leaves none open for that. Confined to the closing thread. */
final class EachClosed {

    private final List<Runnable> closings = new ArrayList<>();

    /** Adds {@code closing}, to be run behind those that were added before. */
    EachClosed then(Runnable closing) {
        closings.add(closing);
        return this;
    }

    /** Runs all of them, then throws what the first failing one threw, the others suppressed in it. */
    void run() {
        @Nullable RuntimeException first = null;
        for (Runnable closing : closings) {
            try {
                closing.run();
            } catch (RuntimeException e) {
                if (first == null) {
                    first = e;
                } else {
                    first.addSuppressed(e);
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }
}
