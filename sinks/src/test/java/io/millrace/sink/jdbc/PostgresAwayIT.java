package io.millrace.sink.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import io.millrace.MillraceEngine;
import io.millrace.runtime.TopologyState;
import io.millrace.sink.support.Kafka;
import io.millrace.sink.support.Payments;
import io.millrace.sink.support.PostgresServer;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** PostgreSQL is killed under load and stays away for a while: nothing is lost, and nothing counts twice. */
class PostgresAwayIT {

    private static final int PER_TURN = 10;
    private static final Duration TURN = Duration.ofMillis(20);
    private static final int NEVER = Integer.MAX_VALUE;

    private final Kafka kafka = Kafka.shared();
    private final PostgresServer postgres = PostgresServer.shared();
    private final HikariDataSource pool = new HikariDataSource();
    private final Payments payments = new Payments(NEVER);

    @BeforeEach
    void makeTables() {
        pool.setDataSource(postgres.dataSource());
        pool.setMaximumPoolSize(2);
        pool.setConnectionTimeout(1_000);
        Tallies.make(postgres);
    }

    @AfterEach
    void closePool() {
        pool.close();
    }

    @Test
    void fiveSeconds() throws Exception {
        beAway(Duration.ofSeconds(5), 1);
    }

    @Test
    @Tag("faults")
    void thirtySeconds() throws Exception {
        beAway(Duration.ofSeconds(30), 1);
    }

    @Test
    @Tag("faults")
    void againAndAgain() throws Exception {
        beAway(Duration.ofMillis(300), 20);
    }

    private void beAway(Duration away, int times) throws Exception {
        ScheduledExecutorService load = Executors.newSingleThreadScheduledExecutor();
        try (MillraceEngine engine =
                kafka.engine(payments.application(), Kafka.quick(), payments.topology(Tallies.sink(pool)))) {
            ScheduledFuture<?> sending =
                    load.scheduleAtFixedRate(() -> payments.send(PER_TURN), 0, TURN.toMillis(), TimeUnit.MILLISECONDS);
            for (int time = 0; time < times; time++) {
                awaitProgress();
                postgres.kill();
                load.schedule(() -> {}, away.toMillis(), TimeUnit.MILLISECONDS).get(); // the load goes on meanwhile
                postgres.start();
            }
            awaitProgress();
            end(load, sending);
            payments.awaitAll(Duration.ofSeconds(60));

            assertThat(Tallies.in(pool)).isEqualTo(payments.expected());
            assertThat(payments.sent()).isGreaterThan(PER_TURN * times);
            assertThat(engine.topology(Payments.TOPOLOGY).state()).isEqualTo(TopologyState.RUNNING);
            assertThat(engine.topology(Payments.TOPOLOGY).failure())
                    .as("no restart was needed")
                    .isEmpty();
        } finally {
            load.shutdownNow();
        }
    }

    private static void end(ScheduledExecutorService load, ScheduledFuture<?> sending)
            throws InterruptedException, ExecutionException {
        sending.cancel(false);
        load.submit(() -> {}).get();
    }

    private void awaitProgress() {
        long before = Tallies.count(postgres.dataSource());
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> Tallies.count(postgres.dataSource()) > before + 100);
    }
}
