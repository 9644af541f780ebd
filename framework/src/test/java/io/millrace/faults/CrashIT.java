package io.millrace.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.support.Cluster;
import io.millrace.support.TopicReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows 1, 3, 4, 5 and 8 of the fault table: what a process can suffer. */
class CrashIT {

    private static final int ROUNDS = Integer.getInteger("millrace.faults.rounds", 1);
    private static final int PARTITIONS = 4;

    private final Cluster cluster = Cluster.shared();
    private final String application = Cluster.application();
    private final String in = cluster.topic("in", PARTITIONS);
    private final String out = cluster.topic("out", PARTITIONS);

    @TempDir
    private Path logs = Path.of("");

    @ParameterizedTest
    @ValueSource(strings = {"real-time 500ms", "processing-time 500ms"})
    void killedUnderLoadAndStartedAgainItLosesNothing(String trigger) {
        Random random = new Random();
        long uncommitted = 0;
        try (Ledger ledger = new Ledger(cluster, in);
                TopicReader reader = new TopicReader(cluster, out)) {
            for (int round = 0; round < ROUNDS; round++) {
                try (ServiceProcess service = start(trigger).awaitRunning()) {
                    reader.awaitRecords(reader.values().size() + 500 + random.nextInt(1_500));
                    service.kill();
                    uncommitted += distinct(reader) - cluster.committedRecords(application, "copy");
                }
            }
            int sent;
            try (ServiceProcess service = start(trigger).awaitRunning()) {
                sent = ledger.end();
                await().atMost(Duration.ofSeconds(60)).until(() -> distinct(reader) == sent);
                service.terminate();
            }

            assertThat(ledger.check(reader.allRecords(), Long::parseLong))
                    .as("only what came out after the last checkpoint comes twice")
                    .isLessThanOrEqualTo(uncommitted);
            assertThat(cluster.committedRecords(application, "copy")).isEqualTo(sent);
        }
    }

    @Test
    void stoppedGracefullyUnderLoadAndStartedAgainItRepeatsNothing() {
        try (Ledger ledger = new Ledger(cluster, in);
                TopicReader reader = new TopicReader(cluster, out)) {
            for (int round = 0; round < ROUNDS; round++) {
                try (ServiceProcess service = start("real-time").awaitRunning()) {
                    reader.awaitRecords(reader.values().size() + 1_000);
                    service.terminate();
                }
            }
            int sent;
            try (ServiceProcess service = start("real-time").awaitRunning()) {
                sent = ledger.end();
                await().atMost(Duration.ofSeconds(60)).until(() -> distinct(reader) == sent);
                service.terminate();
            }

            assertThat(ledger.check(reader.allRecords(), Long::parseLong))
                    .as("duplicates")
                    .isZero();
        }
    }

    @Test
    void stoppedForLongerThanItsSessionItGivesWayAndComesBackWithoutLoss() {
        try (Ledger ledger = new Ledger(cluster, in);
                TopicReader reader = new TopicReader(cluster, out);
                ServiceProcess first = start("real-time 500ms").awaitRunning()) {
            reader.awaitRecords(1_000);
            try (ServiceProcess second = start("real-time 500ms").awaitRunning()) {
                await().atMost(Duration.ofSeconds(30))
                        .until(() -> second.output().contains("2 in all now"));
                first.suspend();
                await().atMost(Duration.ofSeconds(30))
                        .until(() -> second.output().contains("4 in all now"));
                first.resume();
                await().atMost(Duration.ofSeconds(30))
                        .until(() -> first.output().contains("lost"));
                int sent = ledger.end();
                await().atMost(Duration.ofSeconds(60)).until(() -> distinct(reader) == sent);

                ledger.check(reader.allRecords(), Long::parseLong);
                assertThat(first.isAlive()).isTrue();
            }
        }
    }

    private ServiceProcess start(String trigger) {
        return ServiceProcess.start(
                logs, CopyService.class, List.of(cluster.broker().bootstrapServers(), application, in, out, trigger));
    }

    private static long distinct(TopicReader reader) {
        reader.values();
        return reader.allRecords().stream()
                .map(record -> record.key() + ":" + record.value())
                .distinct()
                .count();
    }
}
