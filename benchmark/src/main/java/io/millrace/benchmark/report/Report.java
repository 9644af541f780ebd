package io.millrace.benchmark.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.StringJoiner;
import java.util.stream.Stream;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The results of all rounds, for people and for programs.
 *
 * <p>Immutable.
 */
public final class Report {
    private final Map<String, String> conditions;
    private final String baseline;
    private final String peer;
    private final List<RunResult> results;
    private final List<Summary> summaries;

    /**
     * Of {@code results} obtained under {@code conditions}: options and machine, by name. All variants are compared with
     * {@code baseline}, and again with {@code peer} where that has run.
     */
    public Report(Map<String, String> conditions, String baseline, String peer, List<RunResult> results) {
        this.conditions = new LinkedHashMap<>(conditions);
        this.baseline = baseline;
        this.peer = peer;
        this.results = List.copyOf(results);
        summaries = results.stream()
                .map(result -> result.run().discipline())
                .distinct()
                .map(discipline -> new Summary(discipline, baseline, results))
                .toList();
    }

    /** For a terminal. */
    public String asText() {
        StringJoiner text = new StringJoiner("\n");
        tables().forEach(table -> text.add(table.asText()));
        notes().forEach(text::add);
        return text.toString();
    }

    /** As a Markdown document. */
    public String asMarkdown() {
        StringJoiner text = new StringJoiner("\n", "# Benchmark results\n\n", "\n");
        conditions.forEach((name, value) -> text.add("- %s: %s".formatted(name, value)));
        text.add("").add(explanation()).add("");
        tables().forEach(table -> text.add(table.asMarkdown()));
        notes().forEach(note -> text.add("```\n%s\n```".formatted(note)));
        return text.toString();
    }

    /** As JSON: the conditions, the summaries, and every single run. */
    public String asJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("conditions", conditions);
        json.put("baseline", baseline);
        json.put("peer", peer);
        json.put("summaries", summaries.stream().map(this::summaryJson).toList());
        json.put("runs", results.stream().map(Report::runJson).toList());
        return JsonMapper.builder()
                        .enable(SerializationFeature.INDENT_OUTPUT)
                        .build()
                        .writeValueAsString(json)
                + "\n";
    }

    /** Writes {@code results.json} and {@code results.md}. */
    public void writeTo(Path directory) {
        try {
            Files.writeString(directory.resolve("results.json"), asJson());
            Files.writeString(directory.resolve("results.md"), asMarkdown());
        } catch (IOException failure) {
            throw new UncheckedIOException("The results cannot be written to '%s'.".formatted(directory), failure);
        }
    }

    private List<Table> tables() {
        return summaries.stream()
                .flatMap(summary -> Stream.concat(Stream.of(Table.of(summary)), Table.ofRatios(summary, peer).stream()))
                .toList();
    }

    private String explanation() {
        return "Medians over the rounds; in parentheses the median of the ratios to '%s' in the same round. Tables of ratios alone: the same to '%s'."
                .formatted(baseline, peer);
    }

    private List<String> notes() {
        List<String> notes = new ArrayList<>();
        for (RunResult result : results) {
            String run = result.run().described();
            result.failure().ifPresent(failure -> notes.add("FAILED %s: %s".formatted(run, failure)));
            result.warnings().forEach(warning -> notes.add("WARNING %s: %s".formatted(run, warning)));
        }
        return notes;
    }

    private Map<String, Object> summaryJson(Summary summary) {
        Map<String, Object> variants = new LinkedHashMap<>();
        for (String variant : summary.variants()) {
            Map<String, Object> medians = new LinkedHashMap<>();
            Map<String, Object> ratios = new LinkedHashMap<>();
            Map<String, Object> peerRatios = new LinkedHashMap<>();
            for (Metric metric : summary.discipline().mode().metrics()) {
                put(medians, metric, summary.median(variant, metric));
                put(ratios, metric, summary.ratio(variant, metric));
                put(peerRatios, metric, summary.ratio(variant, peer, metric));
            }
            Map<String, Object> variantJson = new LinkedHashMap<>();
            variantJson.put("runs", summary.runs(variant));
            variantJson.put("failedRuns", summary.failedRuns(variant));
            variantJson.put("medians", medians);
            variantJson.put("ratiosToBaseline", ratios);
            variantJson.put("ratiosToPeer", peerRatios);
            variants.put(variant, variantJson);
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("workload", summary.discipline().workload());
        json.put("mode", summary.discipline().mode().optionName());
        json.put("variants", variants);
        return json;
    }

    private static Map<String, Object> runJson(RunResult result) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (Metric metric : result.run().discipline().mode().metrics()) {
            Double value = result.values().get(metric);
            if (value != null) {
                values.put(metric.jsonName(), value);
            }
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("workload", result.run().discipline().workload());
        json.put("mode", result.run().discipline().mode().optionName());
        json.put("round", result.run().round());
        json.put("variant", result.run().variant());
        json.put("values", values);
        result.failure().ifPresent(failure -> json.put("failure", failure));
        json.put("warnings", result.warnings());
        return json;
    }

    private static void put(Map<String, Object> json, Metric metric, OptionalDouble value) {
        value.ifPresent(number -> json.put(metric.jsonName(), number));
    }
}
