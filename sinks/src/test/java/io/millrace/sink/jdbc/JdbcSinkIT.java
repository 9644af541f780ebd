package io.millrace.sink.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import io.millrace.MillraceEngine;
import io.millrace.errors.ErrorPolicy;
import io.millrace.errors.RecordFailedException;
import io.millrace.errors.RetryPolicy;
import io.millrace.errors.SinkUnavailableException;
import io.millrace.runtime.Delivery;
import io.millrace.runtime.ErrorSettings;
import io.millrace.runtime.RestartPolicy;
import io.millrace.runtime.TopologySettings;
import io.millrace.runtime.TopologyState;
import io.millrace.sink.Sink;
import io.millrace.sink.SinkRecord;
import io.millrace.sink.support.Kafka;
import io.millrace.sink.support.Payments;
import io.millrace.sink.support.PostgresServer;
import io.millrace.sink.support.RefusedNames;
import io.millrace.topology.Batched;
import io.millrace.topology.Consumed;
import io.millrace.topology.Topology;
import io.millrace.topology.TopologyBuilder;
import java.net.ConnectException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.serialization.Serdes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;

/** What a real PostgreSQL has in the end. */
@SuppressWarnings("try") // an engine runs while its block does, and needs no further word
class JdbcSinkIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Kafka kafka = Kafka.shared();
    private final PostgresServer postgres = PostgresServer.shared();
    private final HikariDataSource pool = new HikariDataSource();

    @BeforeEach
    void makeTables() {
        pool.setDataSource(postgres.dataSource());
        pool.setMaximumPoolSize(4);
        Tallies.make(postgres);
        postgres.execute("DROP TABLE IF EXISTS names, elsewhere");
        postgres.execute("CREATE TABLE names (id text PRIMARY KEY, name varchar(10) NOT NULL)");
    }

    @AfterEach
    void closePool() {
        pool.close();
    }

    @ParameterizedTest
    @EnumSource
    void whatIsAddedUpCountsOnceThroughFailures(Delivery delivery) {
        Payments payments = new Payments(700);
        payments.send(3_000);
        try (MillraceEngine engine = kafka.engine(
                payments.application(), Kafka.quick().withDelivery(delivery), payments.topology(Tallies.sink(pool)))) {
            payments.awaitAll(PATIENCE);
        }

        assertThat(Tallies.in(pool)).isEqualTo(payments.expected());
        payments.assertReplays();
    }

    @Test
    void whatIsAddedUpCountsOnceThroughStopsAndMoves() {
        Payments payments = new Payments(900);
        Topology topology = payments.topology(Tallies.sink(pool));
        List<MillraceEngine> engines = new ArrayList<>();
        try {
            engines.add(kafka.engine(payments.application(), Kafka.quick(), topology));
            payments.send(1_000);
            await().atMost(PATIENCE).until(() -> !Tallies.in(pool).isEmpty());
            engines.add(kafka.engine(payments.application(), Kafka.quick(), topology)); // takes partitions over
            payments.send(1_000);
            await().atMost(PATIENCE).until(() -> !engines.get(1)
                    .topology(Payments.TOPOLOGY)
                    .assignment()
                    .isEmpty());
            payments.send(1_000);
            engines.get(0).close();
            payments.awaitAll(PATIENCE);
        } finally {
            engines.forEach(MillraceEngine::close);
        }

        assertThat(Tallies.in(pool)).isEqualTo(payments.expected());
    }

    @Test
    void aRecordWithoutAValueDeletesItsRow() {
        String topic = kafka.topic(1);
        kafka.send(topic, 0, "a", "Ada");
        kafka.send(topic, 0, "b", "Bob");
        kafka.send(topic, 0, "a", null);
        kafka.send(topic, 0, "c", "Cy");
        kafka.send(topic, 0, "b", "Ben");
        String application = Kafka.application();
        try (MillraceEngine engine = kafka.engine(application, Kafka.quick(), names(topic, nameSink()))) {
            await().atMost(PATIENCE).until(() -> kafka.committed(application, "names") == 5);
        }

        assertThat(names()).containsOnly(Map.entry("b", "Ben"), Map.entry("c", "Cy"));
    }

    @Test
    void whatAConstraintStandsAgainstFailsTheTopologyAtOnce() {
        String topic = kafka.topic(1);
        kafka.send(topic, 0, "a", "Ada");
        kafka.send(topic, 0, "b", "Bartholomew");
        kafka.send(topic, 0, "c", "Cy");
        try (MillraceEngine engine = kafka.engine(Kafka.application(), withoutRestarts(), names(topic, nameSink()))) {
            assertThat(failure(engine))
                    .isInstanceOfSatisfying(RecordFailedException.class, record -> {
                        assertThat(record.offset()).isEqualTo(1);
                        assertThat(record.node()).isEqualTo("names");
                    })
                    .cause()
                    .isInstanceOf(SQLException.class);
        }
        assertThat(names()).as("nothing overtakes it").containsOnly(Map.entry("a", "Ada"));
    }

    @ParameterizedTest
    @EnumSource
    void aRefusedRecordIsADeadLetterThoughWhatIsBehindItWasWrittenBeforeAFailure(Delivery delivery) {
        RefusedNames refused = new RefusedNames(nameSink(), delivery, this::names);

        refused.runThroughAFailure();

        assertThat(names()).doesNotContainKey(RefusedNames.REFUSED).hasSize(3);
        if (delivery == Delivery.EXACTLY_ONCE) {
            assertThat(refused.deadLetters()).hasSize(1);
        } else {
            assertThat(refused.deadLetters()).isNotEmpty();
        }
        assertThat(givenUp()).containsExactly("1.0");
        refused.runOnceMore();
        assertThat(givenUp()).as("what a checkpoint covers is forgotten").containsExactly("4.0");
    }

    @Test
    void whatThrowsWhereParametersAreSetIsTheRecords() {
        String topic = kafka.topic(1);
        kafka.send(topic, 0, "a", "Ada");
        kafka.send(topic, 0, "b", "Bob");
        Sink<String, String> sink = JdbcSink.of(pool, "INSERT INTO names VALUES (?, ?)", (statement, record) -> {
            if (record.key().equals("b")) {
                throw new SQLException("no state");
            }
            statement.setString(1, record.key());
            statement.setString(2, record.value());
        });
        try (MillraceEngine engine = kafka.engine(Kafka.application(), withoutRestarts(), names(topic, sink))) {
            assertThat(failure(engine))
                    .isInstanceOfSatisfying(RecordFailedException.class, record -> assertThat(record.offset())
                            .isEqualTo(1));
        }
        assertThat(names()).containsOnlyKeys("a");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nowhere.positions", "millrace_outputs"})
    void recordsAreNotBlamedForADatabaseThatIsNotReadyForThem(String positions) {
        String topic = kafka.topic(1);
        kafka.send(topic, 0, "a", "Ada");
        PGSimpleDataSource source = postgres.dataSource();
        if (positions.equals("millrace_outputs")) {
            source.setPortNumbers(new int[] {1});
        }
        Sink<String, String> sink = JdbcSink.<String, String>of(
                        source, "INSERT INTO names VALUES ('a', 'Ada')", (statement, record) -> {})
                .withPositions(positions);
        TopologyBuilder builder = TopologyBuilder.named("names").defaultSerdes(Serdes.String(), Serdes.String());
        builder.stream(topic, Consumed.with(Serdes.String(), Serdes.String()))
                .to(sink, Batched.as("names").withRetry(RetryPolicy.of(0)));
        TopologySettings skipping =
                withoutRestarts().withErrors(ErrorSettings.defaults().withPolicy(ErrorPolicy.skip()));
        try (MillraceEngine engine = kafka.engine(Kafka.application(), skipping, builder.build())) {
            assertThat(failure(engine))
                    .isInstanceOf(SinkUnavailableException.class)
                    .rootCause()
                    .isInstanceOf(positions.contains(".") ? SQLException.class : ConnectException.class);
        }
    }

    private static Throwable failure(MillraceEngine engine) {
        await().atMost(PATIENCE).until(() -> engine.topology("names").state() == TopologyState.FAILED);
        return engine.topology("names").failure().orElseThrow();
    }

    private static TopologySettings withoutRestarts() {
        return Kafka.quick().withRestart(new RestartPolicy(0, Duration.ofMillis(20), Duration.ofMillis(20)));
    }

    private List<String> givenUp() {
        List<String> givenUp = new ArrayList<>();
        Tallies.query(pool, "SELECT given_up FROM millrace_outputs", row -> givenUp.add(row.getString(1)));
        return givenUp;
    }

    @Test
    void aStatementOfOnesOwnAndAnotherTableOfPositionsDo() {
        String topic = kafka.topic(1);
        kafka.send(topic, 0, "a", "Ada");
        kafka.send(topic, 0, "a", "Abe");
        Sink<String, String> sink = JdbcSink.<String, String>of(
                        postgres.dataSource(),
                        "INSERT INTO names VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET name = names.name || EXCLUDED.name",
                        (statement, record) -> {
                            statement.setString(1, record.key());
                            statement.setString(2, record.value());
                        })
                .withPositions("elsewhere");
        String application = Kafka.application();
        try (MillraceEngine engine = kafka.engine(application, Kafka.quick(), names(topic, sink))) {
            await().atMost(PATIENCE).until(() -> kafka.committed(application, "names") == 2);
        }

        assertThat(names()).containsOnly(Map.entry("a", "AdaAbe"));
        List<Integer> positions = new ArrayList<>();
        Tallies.query(pool, "SELECT count(*), max(input_offset) FROM elsewhere", row -> {
            positions.add(row.getInt(1));
            positions.add(row.getInt(2));
        });
        assertThat(positions).containsExactly(1, 1);
    }

    private Sink<String, String> nameSink() {
        return JdbcSink.of(
                pool,
                Upsert.<String, String>into("names")
                        .key("id", SinkRecord::key)
                        .set("name", SinkRecord::value)
                        .deletingWithoutValue());
    }

    private static Topology names(String topic, Sink<String, String> sink) {
        TopologyBuilder builder = TopologyBuilder.named("names").defaultSerdes(Serdes.String(), Serdes.String());
        builder.stream(topic, Consumed.with(Serdes.String(), Serdes.String())).to(sink, Batched.as("names"));
        return builder.build();
    }

    private Map<String, String> names() {
        Map<String, String> names = new TreeMap<>();
        Tallies.query(pool, "SELECT id, name FROM names", row -> names.put(row.getString(1), row.getString(2)));
        return names;
    }
}
