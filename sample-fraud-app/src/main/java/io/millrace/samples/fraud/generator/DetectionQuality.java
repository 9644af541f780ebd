package io.millrace.samples.fraud.generator;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How much of the generator's fraud the topology found, of the payments that it has judged since the start.
 *
 * <p>Immutable.
 *
 * @param frauds frauds that were judged
 * @param found frauds that gave an alert
 * @param falseAlarms honest payments that gave an alert
 * @param precision share of the alerts that are right; null before the first alert
 * @param recall share of the frauds that were found; null before the first fraud
 * @param waiting frauds that were made a moment ago: neither found nor missed yet
 */
public record DetectionQuality(
        long frauds,
        long found,
        long falseAlarms,
        @Nullable Double precision,
        @Nullable Double recall,
        long waiting,
        List<Pattern> patterns) {

    static DetectionQuality of(List<Pattern> patterns, long falseAlarms, long waiting) {
        long frauds = patterns.stream().mapToLong(Pattern::frauds).sum();
        long found = patterns.stream().mapToLong(Pattern::found).sum();
        return new DetectionQuality(
                frauds,
                found,
                falseAlarms,
                share(found, found + falseAlarms),
                share(found, frauds),
                waiting,
                List.copyOf(patterns));
    }

    /** Returns the numbers as a line of text. */
    public String summary() {
        return "%d of %d frauds found (recall %s), %d of %d alerts right (precision %s)"
                .formatted(found, frauds, percent(recall), found, found + falseAlarms, percent(precision));
    }

    private static String percent(@Nullable Double share) {
        return share == null ? "unknown" : Math.round(share * 100) + " %";
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
