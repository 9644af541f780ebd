package io.millrace.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MockClock;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millrace.runtime.EpochMetrics;
import io.millrace.runtime.ErrorProgress;
import io.millrace.runtime.EventTimeProgress;
import io.millrace.runtime.InputMetrics;
import io.millrace.runtime.LatencyPercentiles;
import io.millrace.runtime.RecordLatencies;
import io.millrace.runtime.StageMetrics;
import io.millrace.runtime.StoreMetrics;
import io.millrace.runtime.TopologyMetrics;
import io.millrace.runtime.TopologyState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MillraceMetersTest {

    private static final Path DOCUMENTATION = Path.of("../docs/operations.md");
    private static final Pattern ROW = Pattern.compile(
            "\\| `(millrace\\.[a-z.]+)` \\| (gauge|counter|timer) \\| ([a-z]*) ?\\| ([a-z, ]+) \\| .+ \\|");

    private final MockClock clock = new MockClock();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry(SimpleConfig.DEFAULT, clock);
    private final FakeTopologyHandle fraud = new FakeTopologyHandle("fraud");
    private final FakeTopologyHandle other = new FakeTopologyHandle("other");
    private final MillraceMeters meters = new MillraceMeters(() -> List.of(fraud, other));

    @BeforeEach
    void bind() {
        fraud.metrics = metrics(1);
        meters.bindTo(registry);
    }

    @Test
    void whatIsRegisteredIsDocumentedAndTheOtherWayRound() throws IOException {
        Set<String> registered = registry.getMeters().stream()
                .map(MillraceMetersTest::row)
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(registered).containsExactlyElementsOf(documented());
    }

    @Test
    void aStageHasItsCountsAndItsTimes() {
        assertThat(counter("millrace.stage.records.in", "stage", "score")).isEqualTo(100);
        assertThat(counter("millrace.stage.time", "activity", "held-back")).isEqualTo(1.5);
        assertThat(registry.get("millrace.stage.processing")
                        .tags("stage", "score", "quantile", "0.99")
                        .timeGauge()
                        .value(TimeUnit.MILLISECONDS))
                .isEqualTo(9.0);
    }

    @Test
    void epochsAreATimerOfCountAndSum() {
        FunctionTimer commits =
                registry.get("millrace.epoch.commit").tag("topology", "fraud").functionTimer();

        assertThat(commits.count()).isEqualTo(4);
        assertThat(commits.totalTime(TimeUnit.MILLISECONDS)).isEqualTo(40);
    }

    @Test
    void percentilesOfNothingAreNoNumber() {
        assertThat(registry.get("millrace.latency")
                        .tags("topology", "fraud", "part", "queueing", "quantile", "0.5")
                        .timeGauge()
                        .value())
                .isNaN();
    }

    @Test
    void aScrapeReadsOneSnapshotAndTheNextANewOne() {
        counter("millrace.stage.records.in", "stage", "score");
        fraud.metrics = metrics(2);
        assertThat(counter("millrace.stage.records.in", "stage", "score")).isEqualTo(100);

        clock.add(Duration.ofSeconds(1));

        assertThat(counter("millrace.stage.records.in", "stage", "score")).isEqualTo(200);
    }

    @Test
    void theStateThatItIsInIsOne() {
        fraud.state = TopologyState.FAILED;

        assertThat(state("failed")).isEqualTo(1);
        assertThat(state("running")).isZero();
    }

    @Test
    void aPauseIsSeen() {
        assertThat(paused()).isZero();

        fraud.paused = true;

        assertThat(paused()).isEqualTo(1);
    }

    @Test
    void failuresAreCounted() {
        meters.failed("fraud", new IllegalStateException());

        assertThat(counter("millrace.topology.failures", "topology", "fraud")).isEqualTo(1);
        assertThat(counter("millrace.topology.failures", "topology", "other")).isZero();
    }

    @Test
    void aTopologyThatHasFailedKeepsItsMetersAndOneThatIsClosedDoesNot() {
        meters.stateChanged("fraud", TopologyState.RUNNING, TopologyState.FAILED);
        assertThat(of("fraud")).isNotEmpty();

        meters.stateChanged("fraud", TopologyState.FAILED, TopologyState.CLOSED);

        assertThat(of("fraud")).isEmpty();
        assertThat(of("other")).isNotEmpty();
    }

    @Test
    void nothingIsLeftWhenItIsClosed() {
        meters.close();

        assertThat(registry.getMeters()).isEmpty();
    }

    private static String row(Meter meter) {
        String type =
                switch (meter.getId().getType()) {
                    case COUNTER -> "counter";
                    case GAUGE -> "gauge";
                    case TIMER, OTHER -> meter instanceof FunctionTimer ? "timer" : "unknown";
                    default -> "unknown";
                };
        String unit = meter.getId().getBaseUnit();
        String tags = meter.getId().getTags().stream().map(Tag::getKey).sorted().collect(Collectors.joining(", "));
        return "%s %s %s [%s]".formatted(meter.getId().getName(), type, unit == null ? "" : unit, tags);
    }

    private static Set<String> documented() throws IOException {
        Set<String> rows = new TreeSet<>();
        Matcher matcher = ROW.matcher(Files.readString(DOCUMENTATION));
        while (matcher.find()) {
            String tags = Pattern.compile(", ")
                    .splitAsStream(matcher.group(4))
                    .sorted()
                    .collect(Collectors.joining(", "));
            rows.add("%s %s %s [%s]".formatted(matcher.group(1), matcher.group(2), matcher.group(3), tags));
        }
        return rows;
    }

    private double counter(String name, String tag, String value) {
        FunctionCounter counter = registry.get(name).tag(tag, value).functionCounter();
        return counter.count();
    }

    private double paused() {
        return registry.get("millrace.topology.paused")
                .tag("topology", "fraud")
                .gauge()
                .value();
    }

    private double state(String state) {
        return registry.get("millrace.topology.state")
                .tags("topology", "fraud", "state", state)
                .gauge()
                .value();
    }

    private List<Meter> of(String topology) {
        return registry.getMeters().stream()
                .filter(meter -> topology.equals(meter.getId().getTag("topology")))
                .toList();
    }

    private static TopologyMetrics metrics(int times) {
        LatencyPercentiles latencies = new LatencyPercentiles(10, 1, 2, 3, 5, 9);
        return new TopologyMetrics(
                List.of(new StageMetrics(
                        "score",
                        2,
                        100L * times,
                        50,
                        Duration.ofSeconds(3),
                        Duration.ofSeconds(2),
                        Duration.ofMillis(1_500),
                        0.5,
                        latencies,
                        latencies)),
                List.of(),
                new InputMetrics(100, 7, true, 1),
                new EpochMetrics(
                        4,
                        Duration.ofSeconds(40),
                        Duration.ofMillis(4),
                        Duration.ofMillis(8),
                        Duration.ofMillis(40),
                        100,
                        50),
                RecordLatencies.NONE,
                new EventTimeProgress(1, 2, 3, Duration.ofMillis(5), OptionalLong.empty()),
                new ErrorProgress(1, 2, 3, 4),
                List.of(new StoreMetrics("profiles", "score", 10, 1_000)),
                List.of());
    }
}
