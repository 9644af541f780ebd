package io.millrace.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.benchmark.process.Variant;
import io.millrace.benchmark.report.Mode;
import io.millrace.benchmark.run.Contest;
import io.millrace.benchmark.run.LatencyPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionsTest {
    @TempDir
    private Path engines;

    @Test
    void withoutArgumentsEverythingIsMeasuredAtLength() {
        Options options = parse();

        assertThat(options.rounds()).isEqualTo(3);
        assertThat(options.modes()).containsExactly(Mode.LATENCY, Mode.DRAIN);
        assertThat(options.contests())
                .extracting(contest -> contest.workload().described())
                .containsExactly("W1", "W2 with 1000 keys", "W3 with 1000 keys and 100 groups", "W4 with 100000 keys");
        assertThat(options.contests()).allSatisfy(contest -> {
            assertThat(contest.latency())
                    .isEqualTo(new LatencyPlan(2_000, Duration.ofSeconds(45), Duration.ofSeconds(30)));
            assertThat(contest.drainCount()).isEqualTo(2_000_000);
        });
    }

    @Test
    void eachWorkloadHasEnginesOfItsOwnUnlessTheyAreNamed() {
        assertThat(engines(parse(), "W2"))
                .containsExactly(
                        "raw", "millrace", "millrace-micro", "millrace-eos", "kafka-streams", "kafka-streams-eos");
        assertThat(engines(parse(), "W3"))
                .containsExactly(
                        "raw",
                        "millrace",
                        "millrace-local",
                        "millrace-micro",
                        "millrace-eos",
                        "kafka-streams",
                        "kafka-streams-eos");
        assertThat(engines(parse("--engines", "kafka-streams-keyed,raw"), "W2"))
                .containsExactly("kafka-streams-keyed", "raw");
    }

    @Test
    void shortIsShortButForWhatIsSaidBeside() {
        Options options = parse("--rounds", "2", "--short", "--workloads", "W1", "--warmup", "500ms");

        assertThat(options.rounds()).isEqualTo(2);
        assertThat(options.contests()).singleElement().satisfies(contest -> {
            assertThat(contest.latency())
                    .isEqualTo(new LatencyPlan(2_000, Duration.ofMillis(500), Duration.ofSeconds(1)));
            assertThat(contest.drainCount()).isEqualTo(20_000);
        });
    }

    @Test
    void whatIsSaidCountsForAllWorkloads() {
        assertThat(parse("--short", "--drain", "7").contests())
                .extracting(Contest::drainCount)
                .containsExactly(7, 7, 7, 7);
    }

    @Test
    void keysAreThoseOfAllWorkloadsThatHaveSome() {
        assertThat(parse("--workloads", "W2,W3,W4", "--keys", "1000000").described())
                .containsKeys("W2 with 1000000 keys", "W3 with 1000000 keys and 100 groups", "W4 with 1000000 keys");
    }

    @Test
    void epochsMultiplyTheRealTimeVariant() {
        Options options = parse("--engines", "raw,millrace,millrace-micro", "--epochs", "1s,5m");

        assertThat(engines(options, "W1")).containsExactly("raw", "millrace-1s", "millrace-5m", "millrace-micro");
        assertThat(options.contests().get(0).variants())
                .extracting(variant -> variant.options().get("TRIGGER"))
                .containsExactly(null, "real-time 1s", "real-time 5m", "processing-time 500ms");
    }

    @Test
    void epochsLeaveVariantsAloneThatHaveTheirOwn() {
        Options options = parse("--engines", "millrace-local,millrace-eos", "--epochs", "1s");

        assertThat(engines(options, "W3")).containsExactly("millrace-local-1s", "millrace-eos");
    }

    @Test
    void aStoreIsForEnginesThatHaveTheChoice() {
        Options options = parse("--engines", "raw,kafka-streams", "--store", "rocksdb");

        assertThat(options.contests().get(1).variants())
                .extracting(variant -> variant.options().get("STORE"))
                .containsExactly(null, "rocksdb");
    }

    @Test
    void anExecutableScriptIsAVariantWithoutOptions() throws IOException {
        Files.createFile(
                engines.resolve("peer"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));

        assertThat(engines(parse("--engines", "raw,peer"), "W1")).containsExactly("raw", "peer");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    --engines   | raw,nobody   | Engine 'nobody' is unknown
                    --engines   | ../run       | Engine '../run' is unknown
                    --engines   | ,            | needs at least one name
                    --rounds    | 0            | whole number from 1
                    --rate      | fast         | Option '--rate' is 'fast'
                    --warmup    | 45           | a time such as '45s'
                    --measure   | 0s           | some time to measure
                    --modes     | sprint       | Mode 'sprint' is unknown
                    --workloads | W9           | Workload 'W9' is unknown
                    --store     | disk         | Store 'disk' is unknown
                    --epochs    | 1s,often     | Option '--epochs' is 'often'
                    --keys      | 0            | Option '--keys' is '0'
                    --modes     | drain,memory | Mode 'memory' measures the state of keys
                    --speed     | 7            | Option '--speed' is unknown
                    """)
    void aWrongArgumentIsRefusedWithTheReason(String name, String value, String reason) {
        assertThatThrownBy(() -> parse(name, value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void anOptionWithoutItsValueIsRefused() {
        assertThatThrownBy(() -> parse("--rate"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Option '--rate' needs a value.");
    }

    private static List<String> engines(Options options, String workload) {
        return options.contests().stream()
                .filter(contest -> contest.workload().name().equals(workload))
                .flatMap(contest -> contest.variants().stream())
                .map(Variant::name)
                .toList();
    }

    private Options parse(String... arguments) {
        return Options.parse(List.of(arguments), engines);
    }
}
