package io.millrace.simulation;

/** Leaves the code of a process that has ended. */
final class ProcessEnded extends Error {

    ProcessEnded() {
        super("The process has ended");
    }
}
