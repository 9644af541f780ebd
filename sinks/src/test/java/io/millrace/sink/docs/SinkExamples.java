package io.millrace.sink.docs;

import io.lettuce.core.RedisClient;
import io.millrace.errors.RetryPolicy;
import io.millrace.processor.Record;
import io.millrace.processor.RecordWriter;
import io.millrace.processor.SourcePartition;
import io.millrace.sink.BatchWriter;
import io.millrace.sink.RefusedException;
import io.millrace.sink.Sink;
import io.millrace.sink.SinkContext;
import io.millrace.sink.SinkRecord;
import io.millrace.sink.jdbc.JdbcSink;
import io.millrace.sink.jdbc.Upsert;
import io.millrace.sink.redis.RedisSink;
import io.millrace.sink.redis.RedisWrite;
import io.millrace.topology.Batched;
import io.millrace.topology.Consumed;
import io.millrace.topology.Topology;
import io.millrace.topology.TopologyBuilder;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import javax.sql.DataSource;
import org.apache.kafka.common.serialization.Serdes;
import org.jspecify.annotations.Nullable;

/** Topologies of the page, each of which reads amounts of accounts. */
final class SinkExamples {

    private SinkExamples() {}

    static Topology balances(String topic, DataSource dataSource) {
        TopologyBuilder builder = TopologyBuilder.named("balances");
        builder.stream(topic, Consumed.with(Serdes.String(), Serdes.Long()))
                .to(
                        JdbcSink.of(
                                        dataSource,
                                        Upsert.<String, Long>into("balances")
                                                .key("account", SinkRecord::key)
                                                .set("latest", SinkRecord::value)
                                                .add("balance", SinkRecord::value))
                                .exactly(),
                        Batched.as("balances"));
        return builder.build();
    }

    static Topology ledger(String topic, DataSource dataSource) {
        TopologyBuilder builder = TopologyBuilder.named("ledger");
        builder.stream(topic, Consumed.with(Serdes.String(), Serdes.Long()))
                .to(
                        JdbcSink.of(
                                dataSource,
                                "INSERT INTO ledger (account, amount) VALUES (?, ?)",
                                (statement, payment) -> {
                                    statement.setString(1, payment.key());
                                    statement.setLong(2, payment.value());
                                }),
                        Batched.as("ledger").withSize(1_000).withLinger(Duration.ofMillis(20)));
        return builder.build();
    }

    static Topology totals(String topic, RedisClient client) {
        TopologyBuilder builder = TopologyBuilder.named("totals");
        builder.stream(topic, Consumed.with(Serdes.String(), Serdes.Long()))
                .to(
                        RedisSink.<String, Long>of(
                                client, payment -> RedisWrite.incrementField("totals", payment.key(), payment.value())),
                        Batched.as("totals"));
        return builder.build();
    }

    static Topology mailbox(String topic, Path directory) {
        TopologyBuilder builder = TopologyBuilder.named("mailbox");
        builder.stream(topic, Consumed.with(Serdes.String(), Serdes.Long()))
                .to(new MailboxSink(directory), Batched.as("mailbox").withRetry(RetryPolicy.of(3)));
        return builder.build();
    }

    /** Writes each batch to a file of its own. */
    record MailboxSink(Path directory) implements Sink<String, Long> {

        @Override
        public BatchWriter<String, Long> writer(SinkContext context) {
            return batch -> {
                if (batch.stream().anyMatch(payment -> payment.value() == null)) {
                    throw new RefusedException("A payment without an amount");
                }
                List<String> lines = batch.stream()
                        .map(payment -> payment.key() + " " + payment.value())
                        .toList();
                Files.write(Files.createTempFile(directory, context.sink() + "-", ".txt"), lines);
            };
        }
    }

    static Topology files(String topic, Path directory) {
        TopologyBuilder builder = TopologyBuilder.named("files");
        builder.stream(topic, Consumed.with(Serdes.String(), Serdes.Long())).foreach(() -> new FileWriter(directory));
        return builder.build();
    }

    /** Appends the amounts of a partition to a file, which is complete whenever an epoch is. */
    static final class FileWriter implements RecordWriter<String, Long> {
        private final Path directory;
        private @Nullable BufferedWriter file;

        FileWriter(Path directory) {
            this.directory = directory;
        }

        @Override
        public boolean open(SourcePartition partition, long epoch) {
            try {
                Path path = directory.resolve(partition + ".txt");
                file = Files.newBufferedWriter(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
                return true;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void process(Record<String, Long> payment) {
            try {
                Objects.requireNonNull(file).write(payment.key() + " " + payment.value() + "\n");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close(@Nullable Throwable error) {
            try {
                Objects.requireNonNull(file).close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
