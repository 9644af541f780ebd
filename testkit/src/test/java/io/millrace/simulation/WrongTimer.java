package io.millrace.simulation;

/** A timer fired that was not to fire, or not then. */
final class WrongTimer extends RuntimeException {

    WrongTimer(String message) {
        super(message);
    }
}
