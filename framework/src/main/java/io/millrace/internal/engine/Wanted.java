package io.millrace.internal.engine;

import io.millrace.runtime.TopologySettings;

/** How a topology is to run from now on, through all of its runs. Thread-safe. */
final class Wanted {

    private volatile TopologySettings settings;
    private volatile boolean paused;

    Wanted(TopologySettings settings) {
        this.settings = settings;
    }

    TopologySettings settings() {
        return settings;
    }

    void settings(TopologySettings newSettings) {
        settings = newSettings;
    }

    /** Returns whether it is to read nothing new. */
    boolean isPaused() {
        return paused;
    }

    void paused(boolean newPaused) {
        paused = newPaused;
    }
}
