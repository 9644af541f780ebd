package io.millrace.internal.engine;

import io.millrace.internal.stage.CurrentCall;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One worker, and for how long it has been seen in the same call of user code. Confined to the thread that looks, but for what is said
 * to be for others.
 */
final class WatchedWorker {

    private static final long NO_CALL = -1;
    private static final int FRAMES = 32;

    private final String stage;
    private final Supplier<CurrentCall.@Nullable Seen> call;
    private final Thread thread;
    private long number = NO_CALL;
    private long since;

    /**
     * @param call tells which call of user code the worker is in; null if in none
     * @param thread runs the worker, perhaps with others
     */
    WatchedWorker(String stage, Supplier<CurrentCall.@Nullable Seen> call, Thread thread) {
        this.stage = stage;
        this.call = call;
        this.thread = thread;
    }

    String stage() {
        return stage;
    }

    Thread thread() {
        return thread;
    }

    /** Returns whether it is in a call of user code now. For any thread. */
    boolean isInCall() {
        return call.get() != null;
    }

    /** Returns the call that it is in; null if it is in none. */
    CurrentCall.@Nullable Seen look(long now) {
        CurrentCall.Seen seen = call.get();
        if (seen == null) {
            number = NO_CALL;
        } else if (seen.number() != number) {
            number = seen.number();
            since = now;
        }
        return seen;
    }

    /** Returns for how long the call has been seen that the last look found. */
    long nanosInCall(long now) {
        return now - since;
    }

    /** Returns where its thread is. */
    List<StackTraceElement> stack() {
        return Arrays.stream(thread.getStackTrace()).limit(FRAMES).toList();
    }

    /** Returns the thread's stack as the log shows it, a line for each frame. */
    static String lines(List<StackTraceElement> stack) {
        StringBuilder lines = new StringBuilder();
        stack.forEach(frame -> lines.append("\n  at ").append(frame));
        return lines.toString();
    }
}
