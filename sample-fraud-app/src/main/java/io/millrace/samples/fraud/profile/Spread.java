package io.millrace.samples.fraud.profile;

/**
 * Mean and spread of numbers that came one by one, after Welford; the old ones fade away as new ones come.
 *
 * <p>Immutable.
 *
 * @param count how many numbers it is made of, up to as many as it remembers
 * @param variance of those numbers
 */
public record Spread(int count, double mean, double variance) {
    public static final Spread NONE = new Spread(0, 0, 0);

    /** Numbers that happen to be alike must not make the next one that differs a little look strange. */
    private static final double LEAST_DEVIATION = 0.3;

    /** Returns it with one more number, which weighs as much as one of {@code memory}. */
    public Spread with(double number, int memory) {
        int newCount = Math.min(count + 1, memory);
        double weight = 1.0 / newCount;
        double distance = number - mean;
        return new Spread(newCount, mean + weight * distance, (1 - weight) * (variance + weight * distance * distance));
    }

    /** Returns how many standard deviations {@code number} is above the mean; below it is negative. */
    public double deviationOf(double number) {
        return (number - mean) / standardDeviation();
    }

    /** Returns {@code number}, or what is {@code most} standard deviations away from the mean if it is further. */
    public double bounded(double number, double most) {
        double reach = most * standardDeviation();
        return Math.max(mean - reach, Math.min(mean + reach, number));
    }

    private double standardDeviation() {
        double ofAll = count < 2 ? 0 : variance * count / (count - 1);
        return Math.max(LEAST_DEVIATION, Math.sqrt(ofAll));
    }
}
