package io.millrace.testkit;

/** Sees to it that a driver is used by the thread that made it, and not after its end. */
final class DriverUse {

    private final Thread owner = Thread.currentThread();
    private final String topology;
    private boolean closed;

    DriverUse(String topology) {
        this.topology = topology;
    }

    /** @throws IllegalStateException if the driver is closed, or the calling thread is not its own */
    void check() {
        checkThread();
        if (closed) {
            throw new IllegalStateException("The test driver of topology '%s' is closed".formatted(topology));
        }
    }

    /** Ends the use, and returns whether it had not ended before. */
    boolean end() {
        checkThread();
        boolean first = !closed;
        closed = true;
        return first;
    }

    private void checkThread() {
        Thread caller = Thread.currentThread();
        if (caller != owner) {
            throw new IllegalStateException(
                    "The test driver of topology '%s' was made by thread '%s' and is used by thread '%s'; it is for one thread only"
                            .formatted(topology, owner.getName(), caller.getName()));
        }
    }
}
