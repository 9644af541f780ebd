package io.millrace.samples.fraud.scoringservice;

/**
 * How the scoring service treats requests.
 *
 * <p>Immutable.
 *
 * @param mode what happens to requests about the chosen cards; those about others are answered at once
 * @param sharePercent how many cards are chosen, 1 to 100; which ones, their names decide
 * @param delayMillis how long answers about them are held back by {@link Mode#SLOW}, 1 to 10,000
 */
public record Behaviour(Mode mode, int sharePercent, int delayMillis) {
    public static final Behaviour NORMAL = new Behaviour(Mode.NORMAL, 20, 1_500);
    private static final int LONGEST_DELAY = 10_000;

    /** What becomes of a request about a chosen card. */
    public enum Mode {
        /** Answered at once, as all others. */
        NORMAL,

        /** Answered late. */
        SLOW,

        /** Answered with an error. */
        BROKEN
    }

    public Behaviour {
        if (mode == null) {
            throw new IllegalArgumentException("'mode' is missing: give NORMAL, SLOW or BROKEN");
        }
        requireBetween(sharePercent, 100, "sharePercent");
        requireBetween(delayMillis, LONGEST_DELAY, "delayMillis");
    }

    /** Returns whether {@code card} is one of those that it is about. */
    public boolean isChosen(String card) {
        // Cards have names that follow each other, and so do their hash codes: the upper bits of a product spread them.
        return ((card.hashCode() * 0x9E3779B9) >>> 8) % 100 < sharePercent;
    }

    private static void requireBetween(int number, int most, String name) {
        if (number < 1 || number > most) {
            throw new IllegalArgumentException("'%s' is %d: give 1 to %d".formatted(name, number, most));
        }
    }
}
