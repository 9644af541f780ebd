package io.millrace.internal.exchange;

/** Runs code of the user's outside of operators, so that other threads see where a worker is that does not come back. Confined to the worker. */
@FunctionalInterface
public interface UserCode {

    /** Runs {@code code}, which is called on account of the input at {@code origin}. */
    void run(Origin origin, Runnable code);
}
