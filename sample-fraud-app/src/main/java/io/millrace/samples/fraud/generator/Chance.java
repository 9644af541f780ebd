package io.millrace.samples.fraud.generator;

import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;

/**
 * All that is left to chance in the made-up world; the same seed gives the same answers.
 *
 * <p>Confined to the generator's thread.
 */
final class Chance {
    private final SplittableRandom random;

    Chance(long seed) {
        random = new SplittableRandom(seed);
    }

    boolean happens(double probability) {
        return random.nextDouble() < probability;
    }

    double between(double least, double most) {
        return least + random.nextDouble() * (most - least);
    }

    /** Returns a log-normal number. */
    double around(double median, double sigma) {
        return median * Math.exp(sigma * random.nextGaussian());
    }

    <T> T oneOf(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    /** Returns one of {@code choices}, the heavier ones more often. */
    <T> T oneOf(List<T> choices, ToDoubleFunction<T> weight) {
        double sum = choices.stream().mapToDouble(weight).sum();
        double left = random.nextDouble() * sum;
        for (T choice : choices) {
            left -= weight.applyAsDouble(choice);
            if (left < 0) {
                return choice;
            }
        }
        return choices.get(choices.size() - 1);
    }
}
