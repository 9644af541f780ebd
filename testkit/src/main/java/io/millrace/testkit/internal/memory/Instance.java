package io.millrace.testkit.internal.memory;

/** A process that has clients of the cluster. Confined to the test's thread. */
final class Instance {

    /** Stands for the cluster itself, where something is on its way within it. */
    static final Instance CLUSTER = new Instance("cluster");

    private final String name;
    private Life life = Life.RUNNING;
    private long silentSince;

    private enum Life {
        RUNNING,
        FROZEN,
        CUT_OFF
    }

    Instance(String name) {
        this.name = name;
    }

    String name() {
        return name;
    }

    /** Returns whether its heartbeats come, and answers reach it. */
    boolean isRunning() {
        return life == Life.RUNNING;
    }

    boolean isCutOff() {
        return life == Life.CUT_OFF;
    }

    /** Returns the nanoTime since when nothing has come from it; only for one that is not running. */
    long silentSince() {
        return silentSince;
    }

    void freeze(long now) {
        if (life == Life.RUNNING) {
            life = Life.FROZEN;
            silentSince = now;
        }
    }

    void thaw() {
        if (life == Life.FROZEN) {
            life = Life.RUNNING;
        }
    }

    void cutOff(long now) {
        if (life == Life.RUNNING) {
            silentSince = now;
        }
        life = Life.CUT_OFF;
    }
}
