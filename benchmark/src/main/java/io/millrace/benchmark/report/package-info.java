/** What came out: metrics of each run, medians over rounds, ratios to the baseline, as text, Markdown and JSON. */
@org.jspecify.annotations.NullMarked
package io.millrace.benchmark.report;
