package io.millrace.internal.engine;

/** What a {@link StuckWatch} looks at, until it is over. */
interface Watched {

    /** Looks once. Confined to the thread that looks. */
    void look();

    /** The run has ended; from now on it may be over. */
    void end();

    /** Returns whether there is nothing left to look at. */
    boolean isOver();
}
