package io.millrace.simulation;

/** Numbers that look like chance and are not: nothing but what they are made of decides on them. */
final class Mixed {

    private Mixed() {}

    /** The finalizer of SplitMix64. */
    static long of(long value) {
        long z = value + 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    static long of(String text) {
        long hash = 7;
        for (int index = 0; index < text.length(); index++) {
            hash = 31 * hash + text.charAt(index);
        }
        return of(hash);
    }
}
