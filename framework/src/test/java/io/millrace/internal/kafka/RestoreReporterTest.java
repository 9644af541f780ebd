package io.millrace.internal.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.internal.epoch.Shard;
import io.millrace.runtime.RestoreProgress;
import io.millrace.support.LogLines;
import io.millrace.support.ManualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RestoreReporterTest {

    private static final Shard FIRST = new Shard("in", 0);
    private static final Shard SECOND = new Shard("in", 1);

    private final ManualTime time = new ManualTime();
    private final List<RestoreProgress> told = new ArrayList<>();
    private final RestoreReporter reporter =
            new RestoreReporter("cards", RestoreReporter.Subject.STATE, time, told::add);
    private final RestoreMeter totals = new RestoreMeter("totals");
    private final RestoreMeter limits = new RestoreMeter("limits");

    @Test
    void eachStoreOfAShardIsTold() {
        totals.begin(100);
        limits.begin(1_000);
        reporter.began(FIRST, List.of(totals, limits));
        totals.read(20, 2_000, 40);

        after(Duration.ofSeconds(2));

        assertThat(told)
                .containsExactly(
                        new RestoreProgress("cards", "totals", 0, 20, 2_000, 80, 10, Duration.ofSeconds(3), false),
                        new RestoreProgress("cards", "limits", 0, 0, 0, 1_000, 0, Duration.ZERO, false));
    }

    @Test
    void nothingIsToldBeforeASecondHasPassed() {
        reporter.began(FIRST, List.of(totals));

        after(Duration.ofMillis(999));

        assertThat(told).isEmpty();
    }

    @Test
    void theEndIsTold() {
        totals.begin(100);
        reporter.began(FIRST, List.of(totals));
        totals.read(20, 2_000, 100);
        time.advance(Duration.ofSeconds(2));

        reporter.ended(FIRST);

        assertThat(told)
                .containsExactly(new RestoreProgress("cards", "totals", 0, 20, 2_000, 20, 10, Duration.ZERO, true));
    }

    @Test
    void whatAWarmCopyHadIsNotCounted() {
        totals.begin(100);
        totals.read(100, 10_000, 100);
        reporter.began(FIRST, List.of(totals));
        totals.left(4);
        totals.read(2, 200, 4);
        time.advance(Duration.ofSeconds(1));

        reporter.ended(FIRST);

        assertThat(told).singleElement().satisfies(progress -> {
            assertThat(progress.records()).isEqualTo(2);
            assertThat(progress.bytes()).isEqualTo(200);
        });
    }

    @Test
    void aCancelledRestoreIsNotToldAnyMore() {
        reporter.began(FIRST, List.of(totals));
        reporter.cancelled(FIRST);

        after(Duration.ofSeconds(20));

        assertThat(told).isEmpty();
    }

    @Test
    void theLogSaysEveryTenSecondsHowFarTheTopologyIs() {
        totals.begin(100);
        limits.begin(1_000);
        reporter.began(FIRST, List.of(totals));
        reporter.began(SECOND, List.of(limits));
        totals.read(20, 2_000, 40);

        List<String> lines = LogLines.of(RestoreReporter.class, () -> {
            for (int second = 0; second < 25; second++) {
                after(Duration.ofSeconds(1));
            }
        });

        assertThat(lines)
                .hasSize(2)
                .containsOnly(
                        "INFO Topology 'cards': state is being restored (2 shards, 0 done already; 20 records read,"
                                + " about 1060 left)");
    }

    @Test
    void theLogSaysWhenAllIsRestored() {
        reporter.began(FIRST, List.of(totals));
        reporter.began(SECOND, List.of(limits));
        totals.read(20, 2_000, 40);
        limits.read(1, 50, 2);
        time.advance(Duration.ofMillis(70));

        List<String> lines = LogLines.of(RestoreReporter.class, () -> {
            reporter.ended(FIRST);
            reporter.ended(SECOND);
        });

        assertThat(lines)
                .containsExactly("INFO Topology 'cards': state is restored (2 shards, 21 records, 2050 bytes, 70 ms)");
    }

    private void after(Duration duration) {
        time.advance(duration);
        reporter.tick();
    }
}
