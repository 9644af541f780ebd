package io.millrace.internal.epoch;

import java.util.Arrays;

/**
 * Spreads keys over the workers of a stage (the idea of Flink's key groups: a key always has the same group, and the groups
 * are dealt out to however many workers there are).
 */
public final class KeyGroups {

    /** More than anybody has workers in one process, so that each gets about as many groups. */
    public static final int COUNT = 1_024;

    private KeyGroups() {}

    /** Returns which of {@code workers} has {@code key}. Arrays of bytes count by content, other keys by their hash code. */
    public static int worker(Object key, int workers) {
        return (int) ((long) group(key) * workers / COUNT);
    }

    /** Returns the group of {@code key}, less than {@link #COUNT}. */
    public static int group(Object key) {
        int hash = key instanceof byte[] bytes ? Arrays.hashCode(bytes) : key.hashCode();
        return mixed(hash) & (COUNT - 1);
    }

    /** The finalizer of MurmurHash3: many hash codes differ in few bits only. */
    private static int mixed(int hash) {
        int h = hash;
        h = (h ^ (h >>> 16)) * 0x85ebca6b;
        h = (h ^ (h >>> 13)) * 0xc2b2ae35;
        return h ^ (h >>> 16);
    }
}
