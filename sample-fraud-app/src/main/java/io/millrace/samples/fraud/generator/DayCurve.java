package io.millrace.samples.fraud.generator;

/** How much is bought at which time of the day. */
enum DayCurve {
    ALL_DAY(2, 1, 1, 1, 1, 2, 3, 5, 7, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 7, 6, 4, 3),
    OPENING_HOURS(0, 0, 0, 0, 0, 0, 1, 4, 7, 9, 10, 10, 9, 8, 8, 9, 10, 12, 12, 9, 4, 1, 0, 0),
    MEALS(2, 1, 0, 0, 0, 0, 2, 4, 4, 3, 3, 8, 12, 10, 4, 3, 4, 6, 11, 14, 12, 8, 5, 3),
    EVENING(6, 4, 2, 1, 1, 1, 1, 2, 2, 2, 3, 3, 4, 4, 4, 5, 6, 7, 8, 10, 12, 12, 10, 8);

    private final double[] weights;

    DayCurve(double... hourlyWeights) {
        weights = hourlyWeights;
    }

    /** Returns how much is bought in {@code hour}, 1 being the mean of the day. */
    double factor(int hour) {
        double sum = 0;
        for (double weight : weights) {
            sum += weight;
        }
        return weights[hour] * weights.length / sum;
    }
}
