package io.millrace.benchmark.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.StringJoiner;
import java.util.stream.IntStream;

/**
 * A summary as a table: one line for each variant, one column for each metric.
 *
 * <p>Immutable.
 */
final class Table {
    private static final String NOTHING = "-";

    private final List<List<String>> rows;

    private Table(List<List<String>> rows) {
        this.rows = rows;
    }

    /** With the median and the ratio to the baseline in one cell. */
    static Table of(Summary summary) {
        List<List<String>> rows = new ArrayList<>();
        List<String> headings = new ArrayList<>(List.of(summary.discipline().described(), "rounds"));
        summary.metrics().forEach(metric -> headings.add(metric.heading()));
        rows.add(headings);
        for (String variant : summary.variants()) {
            List<String> row = new ArrayList<>(List.of(variant, rounds(summary, variant)));
            summary.metrics().forEach(metric -> row.add(cell(summary, variant, metric)));
            rows.add(row);
        }
        return new Table(rows);
    }

    /**
     * With the ratios of all variants but the baseline to {@code peer}; empty if the peer did not run, or nobody beside
     * it.
     */
    static Optional<Table> ofRatios(Summary summary, String peer) {
        List<String> others = summary.variants().stream()
                .filter(variant -> !variant.equals(peer) && !variant.equals(summary.baseline()))
                .toList();
        if (others.isEmpty() || !summary.variants().contains(peer)) {
            return Optional.empty();
        }
        List<Metric> metrics = summary.metrics();
        List<List<String>> rows = new ArrayList<>();
        List<String> headings = new ArrayList<>(List.of(summary.discipline().described()));
        metrics.forEach(metric -> headings.add(metric.heading()));
        rows.add(headings);
        for (String variant : others) {
            List<String> row = new ArrayList<>(List.of("%s : %s".formatted(variant, peer)));
            metrics.forEach(metric -> row.add(ratio(summary.ratio(variant, peer, metric))));
            rows.add(row);
        }
        return Optional.of(new Table(rows));
    }

    /** For a terminal: columns aligned, numbers to the right. */
    String asText() {
        return render("", "  ", "", false);
    }

    /** For a Markdown document, just as aligned. */
    String asMarkdown() {
        return render("| ", " | ", " |", true);
    }

    private String render(String start, String between, String end, boolean withRule) {
        StringBuilder text = new StringBuilder();
        for (int row = 0; row < rows.size(); row++) {
            StringJoiner line = new StringJoiner(between, start, end + "\n");
            for (int column = 0; column < rows.get(row).size(); column++) {
                line.add(padded(row, column));
            }
            text.append(line);
            if (withRule && row == 0) {
                text.append(rule());
            }
        }
        return text.toString();
    }

    private String rule() {
        StringJoiner line = new StringJoiner("|", "|", "|\n");
        for (int column = 0; column < rows.get(0).size(); column++) {
            line.add(column == 0 ? "-".repeat(width(column) + 2) : "-".repeat(width(column) + 1) + ":");
        }
        return line.toString();
    }

    private String padded(int row, int column) {
        String cell = rows.get(row).get(column);
        String padding = " ".repeat(width(column) - cell.length());
        return column == 0 ? cell + padding : padding + cell;
    }

    private int width(int column) {
        return IntStream.range(0, rows.size())
                .map(row -> rows.get(row).get(column).length())
                .max()
                .orElse(0);
    }

    private static String rounds(Summary summary, String variant) {
        long runs = summary.runs(variant);
        long failed = summary.failedRuns(variant);
        return failed == 0 ? Long.toString(runs) : "%d (%d failed)".formatted(runs, failed);
    }

    private static String cell(Summary summary, String variant, Metric metric) {
        OptionalDouble median = summary.median(variant, metric);
        if (median.isEmpty()) {
            return NOTHING;
        }
        OptionalDouble ratio = summary.ratio(variant, metric);
        String absolute = metric.format(median.getAsDouble());
        return ratio.isEmpty() ? absolute : "%s (%s)".formatted(absolute, ratio(ratio));
    }

    private static String ratio(OptionalDouble ratio) {
        return ratio.isEmpty() ? NOTHING : String.format(Locale.ROOT, "%.2fx", ratio.getAsDouble());
    }
}
