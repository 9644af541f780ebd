package io.millrace.faults;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** A moment of a commit at which a process may end. */
enum CrashPoint {
    NONE("none", false),
    TRANSACTION_OPEN("beginTransaction", true),
    AFTER_A_CHANGE("send", true),
    BEFORE_OFFSETS("sendOffsetsToTransaction", false),
    AFTER_OFFSETS("sendOffsetsToTransaction", true),
    BEFORE_COMMIT("commitTransaction", false),
    AFTER_COMMIT("commitTransaction", true);

    /** All of them but {@link #NONE}. */
    static final Set<CrashPoint> CRASHES = Collections.unmodifiableSet(EnumSet.complementOf(EnumSet.of(NONE)));

    private final String method;
    private final boolean after;

    CrashPoint(String method, boolean after) {
        this.method = method;
        this.after = after;
    }

    String method() {
        return method;
    }

    boolean after() {
        return after;
    }
}
