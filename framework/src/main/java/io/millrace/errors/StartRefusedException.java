package io.millrace.errors;

/**
 * A topology does not run until somebody changes its code, its settings or the cluster; trying again does not help.
 *
 * <p>A running topology that meets one is not restarted: it is FAILED at once.
 */
public abstract class StartRefusedException extends MillraceException {

    protected StartRefusedException(String message) {
        super(message);
    }
}
