package io.millrace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.millrace.processor.SourcePartition;
import io.millrace.runtime.TopologyHandle;
import io.millrace.runtime.TopologyListener;
import io.millrace.runtime.TopologyState;
import io.millrace.state.Materialized;
import io.millrace.support.Cluster;
import io.millrace.support.Engines;
import io.millrace.support.TopicReader;
import io.millrace.topology.Topology;
import io.millrace.topology.TopologyBuilder;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

/** Row 16 of the fault table, and what else comes between an assignment and the end of its restore. */
class RestoreObstaclesIT {

    private static final int PARTITIONS = 2;
    private static final int RECORDS = 20;

    private final Cluster cluster = Cluster.shared();
    private final String application = Cluster.application();
    private final String group = application + "-counts";
    private final String in = cluster.topic("in", PARTITIONS);
    private final String plain = cluster.topic("plain", 1);
    private final String out = cluster.topic("out", PARTITIONS);
    private final String changelog = CountTopology.changelog(application, "counts");
    private final Topology counts = countsAndCopies();

    @Test
    void aForeignTransactionOnTheChangelogIsWaitedForWhileOthersFlow() {
        runOnce();
        try (Producer<String, String> foreign = open("foreign-" + application, 0);
                MillraceEngine engine = engine();
                TopicReader reader = new TopicReader(cluster, out)) {
            int before = reader.values().size();
            engine.start();
            TopologyHandle handle = engine.topology("counts");
            await().until(() -> handle.restoring().equals(Set.of(new SourcePartition(in, 0))));
            cluster.send(in, 0, "0", "held back");
            cluster.send(in, 1, "1", "flows");
            cluster.send(plain, 0, "plain", "flows");
            reader.awaitRecords(before + 2);
            assertThat(reader.allRecords().subList(before, before + 2))
                    .extracting(record -> record.key())
                    .containsExactlyInAnyOrder("1", "plain");
            assertThat(handle.hasRestored()).isFalse();

            foreign.abortTransaction();

            reader.awaitRecords(before + 3);
            assertThat(reader.allRecords().get(before + 2).value()).isEqualTo(String.valueOf(RECORDS / PARTITIONS + 1));
            assertThat(handle.restoring()).isEmpty();
            assertThat(handle.hasRestored()).isTrue();
        }
    }

    @Test
    void whatADeadMemberLeftOpenIsEndedAndNotCounted() {
        runOnce();
        try (Producer<String, String> dead = open(group + "-dead", 0);
                MillraceEngine engine = engine();
                TopicReader reader = new TopicReader(cluster, out)) {
            int before = reader.values().size();
            engine.start();
            cluster.send(in, 0, "0", "next");

            reader.awaitRecords(before + 1, Duration.ofSeconds(10)); // its own timeout would come after a minute

            assertThat(reader.allRecords().get(before).value()).isEqualTo(String.valueOf(RECORDS / PARTITIONS + 1));
            assertThat(catchThrowable(dead::commitTransaction))
                    .isInstanceOfAny(
                            ProducerFencedException.class,
                            InvalidTxnStateException.class); // as long as Kafka writes the end
        }
    }

    @Test
    void offsetsThatADeadMemberWasAboutToCommitAreNotCommitted() {
        runOnce();
        TopicPartition first = new TopicPartition(in, 0);
        try (Producer<String, String> dead = producer(lastCommitterOf(first));
                MillraceEngine engine = engine();
                TopicReader reader = new TopicReader(cluster, out)) {
            dead.beginTransaction();
            dead.sendOffsetsToTransaction(Map.of(first, new OffsetAndMetadata(0)), outsider());
            int before = reader.values().size();
            engine.start();
            cluster.send(in, 0, "0", "next");

            reader.awaitRecords(before + 1, Duration.ofSeconds(10));

            assertThat(reader.allRecords().get(before).value()).isEqualTo(String.valueOf(RECORDS / PARTITIONS + 1));
        }
    }

    @Test
    void anOffsetWithoutStateThatADeadMemberWasAboutToCommitHoldsNobodyUp() {
        runOnce();
        TopicPartition alone = new TopicPartition(plain, 0);
        try (Producer<String, String> dead = producer(lastCommitterOf(alone));
                MillraceEngine engine = engine();
                TopicReader reader = new TopicReader(cluster, out)) {
            dead.beginTransaction();
            dead.sendOffsetsToTransaction(Map.of(alone, new OffsetAndMetadata(0)), outsider());
            int before = reader.values().size();
            engine.start();
            cluster.send(in, 0, "0", "next");
            cluster.send(plain, 0, "plain", "flows");

            reader.awaitRecords(before + 2, Duration.ofSeconds(10)); // the transaction's own timeout is a minute

            assertThat(reader.allRecords().subList(before, before + 2))
                    .extracting(record -> record.key())
                    .containsExactlyInAnyOrder("0", "plain");
        }
    }

    @Test
    void aShardThatIsTakenAwayWhileItIsRestoredIsRestoredByItsNewOwner() {
        runOnce();
        try (Producer<String, String> first = open("foreign-0-" + application, 0);
                Producer<String, String> second = open("foreign-1-" + application, 1);
                MillraceEngine one = engine();
                TopicReader reader = new TopicReader(cluster, out)) {
            int before = reader.values().size();
            one.start();
            await().until(() -> one.topology("counts").restoring().size() == PARTITIONS);
            try (MillraceEngine other = engine()) {
                other.start();
                await().atMost(Duration.ofSeconds(30))
                        .until(() -> other.topology("counts").restoring().size() == 1
                                && one.topology("counts").restoring().size() == 1);

                first.abortTransaction();
                second.abortTransaction();
                cluster.sendNumbers(in, PARTITIONS, RECORDS, PARTITIONS);

                reader.awaitRecords(before + PARTITIONS);
                assertThat(reader.allRecords().subList(before, before + PARTITIONS))
                        .extracting(record -> record.value())
                        .containsOnly(String.valueOf(RECORDS / PARTITIONS + 1));
            }
        }
    }

    @Test
    void aShardThatIsLostWhileItIsRestoredIsRestoredAnew() {
        runOnce();
        AtomicBoolean lost = new AtomicBoolean();
        TopologyListener listener = new TopologyListener() {
            @Override
            public void assignmentChanged(String topology, Set<SourcePartition> partitions) {
                lost.compareAndSet(false, partitions.isEmpty());
            }
        };
        try (Producer<String, String> foreign = open("foreign-" + application, 0);
                MillraceEngine engine = engine(listener);
                TopicReader reader = new TopicReader(cluster, out)) {
            int before = reader.values().size();
            engine.start();
            TopologyHandle handle = engine.topology("counts");
            await().until(() -> handle.restoring().equals(Set.of(new SourcePartition(in, 0))));

            cluster.admin()
                    .removeMembersFromConsumerGroup(group, new RemoveMembersFromConsumerGroupOptions())
                    .all()
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join();
            await().untilTrue(lost);
            foreign.abortTransaction();
            cluster.sendNumbers(in, PARTITIONS, RECORDS, PARTITIONS);

            reader.awaitRecords(before + PARTITIONS);
            assertThat(reader.allRecords().subList(before, before + PARTITIONS))
                    .extracting(record -> record.value())
                    .containsOnly(String.valueOf(RECORDS / PARTITIONS + 1));
            assertThat(handle.state()).isEqualTo(TopologyState.RUNNING);
            assertThat(handle.failure()).isEmpty();
        }
    }

    @Test
    void aTopologyCanBeDrainedWhileItRestores() {
        runOnce();
        try (Producer<String, String> foreign = open("foreign-" + application, 0);
                MillraceEngine engine = engine()) {
            engine.start();
            await().until(() -> !engine.topology("counts").restoring().isEmpty());

            engine.drain();

            assertThat(engine.topology("counts").state()).isEqualTo(TopologyState.STOPPED);
            foreign.abortTransaction();
        }
    }

    private void runOnce() {
        try (MillraceEngine engine = engine();
                TopicReader reader = new TopicReader(cluster, out)) {
            engine.start();
            cluster.sendNumbers(in, PARTITIONS, 0, RECORDS);
            reader.awaitRecords(RECORDS);
        }
    }

    /** Returns a producer that has written to a partition of the changelog in a transaction which it does not end. */
    private Producer<String, String> open(String transactionalId, int partition) {
        Producer<String, String> producer = producer(transactionalId);
        producer.beginTransaction();
        producer.send(new ProducerRecord<>(changelog, partition, String.valueOf(partition), "not a count"));
        producer.flush();
        return producer;
    }

    private String lastCommitterOf(TopicPartition partition) {
        OffsetAndMetadata committed =
                Objects.requireNonNull(cluster.committed(application, "counts").get(partition));
        return committed.metadata().replaceAll(".*;commit=(.*)/.*", "$1");
    }

    /** Returns the place in the group of somebody who has not joined it. */
    private ConsumerGroupMetadata outsider() {
        Map<String, Object> properties = cluster.properties();
        properties.put("group.id", group);
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(properties, new StringDeserializer(), new StringDeserializer())) {
            return consumer.groupMetadata();
        }
    }

    private Producer<String, String> producer(String transactionalId) {
        Map<String, Object> properties = cluster.properties();
        properties.put("transactional.id", transactionalId);
        Producer<String, String> producer =
                new KafkaProducer<>(properties, new StringSerializer(), new StringSerializer());
        producer.initTransactions();
        return producer;
    }

    private Topology countsAndCopies() {
        TopologyBuilder builder = TopologyBuilder.named("counts").defaultSerdes(Serdes.String(), Serdes.String());
        builder.<String, String>stream(in)
                .groupByKey()
                .count(Materialized.as("counts"))
                .toStream()
                .mapValues(String::valueOf)
                .to(out);
        builder.<String, String>stream(plain).to(out);
        return builder.build();
    }

    private MillraceEngine engine() {
        return engine(new TopologyListener() {});
    }

    private MillraceEngine engine(TopologyListener listener) {
        return MillraceEngine.builder()
                .applicationId(application)
                .kafkaProperties(cluster.engineProperties())
                .defaultSettings(Engines.quick())
                .listener(listener)
                .topology(counts)
                .build();
    }
}
