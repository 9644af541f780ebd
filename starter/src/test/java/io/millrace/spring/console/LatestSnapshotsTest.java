package io.millrace.spring.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LatestSnapshotsTest {

    private final LatestSnapshots snapshots = new LatestSnapshots();

    @Test
    void aSlowReaderMissesTheOldest() throws InterruptedException {
        for (int number = 1; number <= 1_000; number++) {
            snapshots.offer("snapshot " + number);
        }

        assertThat(snapshots.take(0)).isEqualTo("snapshot 999");
        assertThat(snapshots.take(0)).isEqualTo("snapshot 1000");
        assertThat(snapshots.take(0)).isNull();
    }

    @Test
    void whoWaitsGetsTheNextOne() throws Exception {
        CompletableFuture<@Nullable String> next = CompletableFuture.supplyAsync(this::take);

        snapshots.offer("snapshot");

        assertThat(next.get(10, TimeUnit.SECONDS)).isEqualTo("snapshot");
    }

    @Test
    void closingEndsAWaitAndTakesNothingMore() throws Exception {
        CompletableFuture<@Nullable String> next = CompletableFuture.supplyAsync(this::take);

        snapshots.close();
        snapshots.offer("snapshot");

        assertThat(next.get(10, TimeUnit.SECONDS)).isNull();
        assertThat(snapshots.isClosed()).isTrue();
        assertThat(snapshots.take(0)).isNull();
    }

    private @Nullable String take() {
        try {
            return snapshots.take(60);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
