package io.millrace.sink.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.api.StatefulRedisConnection;
import io.millrace.MillraceEngine;
import io.millrace.sink.support.Kafka;
import io.millrace.sink.support.PostgresServer;
import io.millrace.sink.support.RedisServer;
import io.millrace.topology.Topology;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page's examples do what it says. */
@SuppressWarnings("try") // an engine runs while its block does, and needs no further word
class SinkExamplesIT {

    private final Kafka kafka = Kafka.shared();
    private final PostgresServer postgres = PostgresServer.shared();
    private final RedisServer redis = RedisServer.shared();
    private final String topic = kafka.topic(1);

    @Test
    void balancesAreAddedUp() throws SQLException {
        postgres.execute(
                "CREATE TABLE IF NOT EXISTS balances (account text PRIMARY KEY, latest bigint, balance bigint)");
        run(SinkExamples.balances(topic, postgres.dataSource()));

        assertThat(rows("SELECT account, latest, balance FROM balances ORDER BY account"))
                .containsExactly("ada 7 12", "bob 1 1");
    }

    @Test
    void aLedgerHasARowForEachPayment() throws SQLException {
        postgres.execute("CREATE TABLE IF NOT EXISTS ledger (account text, amount bigint)");
        run(SinkExamples.ledger(topic, postgres.dataSource()));

        assertThat(rows("SELECT account, amount FROM ledger ORDER BY account, amount"))
                .containsExactly("ada 5", "ada 7", "bob 1");
    }

    @Test
    void totalsAreCountedInRedis() {
        run(SinkExamples.totals(topic, redis.client()));

        try (StatefulRedisConnection<String, String> connection = redis.client().connect()) {
            assertThat(connection.sync().hgetall("totals")).isEqualTo(Map.of("ada", "12", "bob", "1"));
        }
    }

    @Test
    void aSinkOfOnesOwnGetsBatches(@TempDir Path directory) throws IOException {
        run(SinkExamples.mailbox(topic, directory));

        assertThat(lines(directory)).containsExactlyInAnyOrder("ada 5", "bob 1", "ada 7");
    }

    @Test
    void aRecordWriterHasAFileForEachPartition(@TempDir Path directory) throws IOException {
        run(SinkExamples.files(topic, directory));

        assertThat(Files.readAllLines(directory.resolve(topic + "-0.txt"))).containsExactly("ada 5", "bob 1", "ada 7");
    }

    private void run(Topology topology) {
        kafka.send(topic, "ada", 5);
        kafka.send(topic, "bob", 1);
        kafka.send(topic, "ada", 7);
        kafka.flush();
        String application = Kafka.application();
        try (MillraceEngine engine = kafka.engine(application, Kafka.quick(), topology)) {
            await().atMost(Duration.ofSeconds(60)).until(() -> kafka.committed(application, topology.name()) == 3);
        }
    }

    private List<String> rows(String sql) throws SQLException {
        List<String> found = new ArrayList<>();
        try (Connection connection = postgres.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                List<String> columns = new ArrayList<>();
                for (int column = 1; column <= rows.getMetaData().getColumnCount(); column++) {
                    columns.add(rows.getString(column));
                }
                found.add(String.join(" ", columns));
            }
        }
        return found;
    }

    private static List<String> lines(Path directory) throws IOException {
        List<String> lines = new ArrayList<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                lines.addAll(Files.readAllLines(file));
            }
        }
        return lines;
    }
}
