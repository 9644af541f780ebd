package io.millrace.faults;

/** How often faults are repeated: once in {@code verify}, many times with the profile {@code faults}. */
final class Rounds {

    static final int COUNT = Integer.getInteger("millrace.faults.rounds", 1);

    /** The tag of tests that only run with the profile. */
    static final String MANY = "faults";

    static final boolean ONCE = COUNT == 1;

    private Rounds() {}

    /** Returns how often something is repeated that needs {@code least} times to show all that it is about. */
    static int atLeast(int least) {
        return Math.max(least, COUNT);
    }

    /** Returns how often something is repeated that takes {@code times} as long as other faults. */
    static int ofLong(int times) {
        return Math.max(1, COUNT / times);
    }
}
