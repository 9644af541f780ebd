package io.millrace.simulation;

/** A schedule in which a promise was broken; the message tells the seed and what happened before. */
final class SimulationFailure extends RuntimeException {

    SimulationFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
