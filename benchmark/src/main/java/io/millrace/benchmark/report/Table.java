package io.millrace.benchmark.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.StringJoiner;
import java.util.stream.IntStream;

/**
 * A summary as a table: one line for each variant, with the median and the ratio to the baseline in one cell.
 *
 * <p>Immutable.
 */
final class Table {
    private static final String NOTHING = "-";

    private final List<List<String>> rows;

    private Table(List<List<String>> rows) {
        this.rows = rows;
    }

    static Table of(Summary summary) {
        List<List<String>> rows = new ArrayList<>();
        List<String> headings = new ArrayList<>(List.of(summary.discipline().described(), "rounds"));
        summary.discipline().mode().metrics().forEach(metric -> headings.add(metric.heading()));
        rows.add(headings);
        for (String variant : summary.variants()) {
            List<String> row = new ArrayList<>(List.of(variant, rounds(summary, variant)));
            summary.discipline().mode().metrics().forEach(metric -> row.add(cell(summary, variant, metric)));
            rows.add(row);
        }
        return new Table(rows);
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
        return ratio.isEmpty() ? absolute : absolute + String.format(Locale.ROOT, " (%.2fx)", ratio.getAsDouble());
    }
}
