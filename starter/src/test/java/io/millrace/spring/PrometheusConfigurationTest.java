package io.millrace.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.jayway.jsonpath.JsonPath;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.millrace.runtime.LatencyPercentiles;
import io.millrace.runtime.StageMetrics;
import io.millrace.runtime.StoreMetrics;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds 'config/' to what a service tells Prometheus. */
class PrometheusConfigurationTest {

    private static final Path CONFIGURATION = Path.of("../config");
    private static final Path ALERTS = CONFIGURATION.resolve("prometheus/alerts.yml");
    private static final Path DASHBOARD = CONFIGURATION.resolve("grafana/millrace.json");

    /** Where the name of a metric stands, and not one that only looks like it. */
    private static final Pattern METRIC = Pattern.compile("millrace_[a-z_]+");

    @Test
    void eachMetricOfTheAlertsExists() throws IOException {
        Set<String> used = metrics(Files.readAllLines(ALERTS).stream());

        assertThat(used).isNotEmpty();
        assertThat(told()).containsAll(used);
    }

    @Test
    void eachMetricOfTheDashboardExists() throws IOException {
        List<String> expressions = JsonPath.parse(Files.readString(DASHBOARD)).read("$.panels[*].targets[*].expr");

        assertThat(expressions).isNotEmpty();
        assertThat(told()).containsAll(metrics(expressions.stream()));
    }

    @Test
    void theDashboardShowsAlmostAllThereIs() throws IOException {
        List<String> expressions = JsonPath.parse(Files.readString(DASHBOARD)).read("$.panels[*].targets[*].expr");
        Set<String> missing =
                told().stream().filter(name -> !name.endsWith("_max")).collect(Collectors.toCollection(TreeSet::new));
        missing.removeAll(metrics(expressions.stream()));

        assertThat(missing)
                .containsExactlyInAnyOrder(
                        "millrace_caught_up",
                        "millrace_epoch_seconds_sum",
                        "millrace_outputs_committed_total",
                        "millrace_records_committed_total",
                        "millrace_restore_time_left_seconds",
                        "millrace_topology_failures_total",
                        "millrace_topology_paused");
    }

    @Test
    void prometheusTakesTheConfiguration() throws IOException, InterruptedException {
        File promtool = new File("/usr/bin/promtool");
        assumeThat(promtool).as("promtool, of Debian's package 'prometheus'").exists();

        Process check = new ProcessBuilder(
                        promtool.getPath(),
                        "check",
                        "config",
                        CONFIGURATION.resolve("prometheus/prometheus.yml").toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(check.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(check.waitFor()).as(said).isZero();
        assertThat(said).contains("rules found");
    }

    private static Set<String> metrics(Stream<String> texts) {
        return texts.flatMap(text -> METRIC.matcher(text).results())
                .map(found -> found.group())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Returns the names that a service tells, as Prometheus has them. */
    private static Set<String> told() {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        FakeTopologyHandle fraud = new FakeTopologyHandle("fraud");
        fraud.metrics = fraud.metricsOf(
                List.of(new StageMetrics(
                        "score",
                        1,
                        0,
                        0,
                        Duration.ZERO,
                        Duration.ZERO,
                        Duration.ZERO,
                        0,
                        LatencyPercentiles.NONE,
                        LatencyPercentiles.NONE)),
                List.of(new StoreMetrics("profiles", "score", 0, 0)));
        new MillraceMeters(() -> List.of(fraud)).bindTo(registry);
        return registry.scrape()
                .lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split("[{ ]", 2)[0])
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
