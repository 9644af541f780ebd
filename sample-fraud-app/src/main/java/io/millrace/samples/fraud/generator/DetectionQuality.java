package io.millrace.samples.fraud.generator;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How much of the generator's fraud the topology found, since the start.
 *
 * <p>Immutable.
 *
 * @param frauds frauds made
 * @param found frauds that gave an alert
 * @param falseAlarms honest payments that gave an alert
 * @param precision share of the alerts that are right; null before the first alert
 * @param recall share of the frauds that were found; null before the first fraud
 */
public record DetectionQuality(
        long frauds,
        long found,
        long falseAlarms,
        @Nullable Double precision,
        @Nullable Double recall,
        List<Pattern> patterns) {

    static DetectionQuality of(List<Pattern> patterns, long falseAlarms) {
        long frauds = patterns.stream().mapToLong(Pattern::frauds).sum();
        long found = patterns.stream().mapToLong(Pattern::found).sum();
        return new DetectionQuality(
                frauds,
                found,
                falseAlarms,
                share(found, found + falseAlarms),
                share(found, frauds),
                List.copyOf(patterns));
    }

    private static @Nullable Double share(long part, long whole) {
        return whole == 0 ? null : (double) part / whole;
    }

    /**
     * The same for one kind of fraud.
     *
     * <p>Immutable.
     *
     * @param needsMemory whether each payment of it, seen by itself, looks like any other
     */
    public record Pattern(String label, boolean needsMemory, long frauds, long found) {

        static Pattern of(FraudPattern pattern, long frauds, long found) {
            return new Pattern(pattern.label(), pattern.needsMemory(), frauds, found);
        }
    }
}
