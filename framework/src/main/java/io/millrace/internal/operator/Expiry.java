package io.millrace.internal.operator;

/**
 * Knows when windows are closed and gone, and lets go of them. Immutable.
 *
 * @param tellsClosed whether each window is to be seen to when it is closed; else it only has to be gone some time
 */
record Expiry<A>(WindowShape<?, ?, A> shape, boolean tellsClosed) {

    /** Returns whether any of {@code windows}, of which there are some, is to be seen to at {@code watermark}. */
    boolean isDue(KeyWindows<A> windows, long watermark) {
        if (forgottenAt(windows, 0) <= watermark) {
            return true;
        }
        int next = tellsClosed ? nextToClose(windows) : windows.size();
        return next < windows.size() && closesAt(windows, next) <= watermark;
    }

    /**
     * Returns the watermark at which a key that no record comes for is to be seen to. Where closed windows tell nothing, that is when
     * all are gone, so that a key which is in use hardly ever is.
     */
    long timerOf(KeyWindows<A> windows) {
        int next = tellsClosed ? nextToClose(windows) : windows.size();
        return next < windows.size() ? closesAt(windows, next) : forgottenAt(windows, windows.size() - 1);
    }

    /** Has windows that are closed at {@code watermark} tell {@code results}, and returns those that are kept. */
    <K> KeyWindows<A> close(K key, KeyWindows<A> windows, long watermark, Results<K, A> results) {
        int closed = tellsClosed ? nextToClose(windows) : 0;
        while (tellsClosed && closed < windows.size() && closesAt(windows, closed) <= watermark) {
            results.closed(key, windows, closed);
            closed++;
        }
        int gone = 0;
        while (gone < windows.size() && forgottenAt(windows, gone) <= watermark) {
            gone++;
        }
        return windows.without(gone, closed, tellsClosed ? watermark : windows.closedTo());
    }

    /** Returns the place of the first window that has not been closed before. */
    private int nextToClose(KeyWindows<A> windows) {
        int next = 0;
        while (next < windows.size() && closesAt(windows, next) <= windows.closedTo()) {
            next++;
        }
        return next;
    }

    private long closesAt(KeyWindows<A> windows, int index) {
        return shape.closesAt(windows.start(index), windows.time(index));
    }

    private long forgottenAt(KeyWindows<A> windows, int index) {
        return shape.forgottenAt(windows.start(index), windows.time(index));
    }
}
