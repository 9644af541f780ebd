package io.millrace.testkit.internal.memory;

import static io.millrace.testkit.internal.memory.ContractClients.record;
import static io.millrace.testkit.internal.memory.ContractClients.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeProducersResult.PartitionProducerState;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.junit.jupiter.api.Test;

/** What producers, transactions and the admin client do, in memory as with a real broker. */
abstract class TransactionContract {

    private final String id = "tx-" + UUID.randomUUID();
    private final String group = "group-" + UUID.randomUUID();

    abstract TestedKafka kafka();

    private ContractClients clients() {
        return new ContractClients(kafka());
    }

    @SuppressWarnings("removal") // there is no other way to make one
    private ConsumerGroupMetadata member(int generation, String memberId) {
        return new ConsumerGroupMetadata(group, generation, memberId, Optional.empty());
    }

    private Producer<byte[], byte[]> begun(String topic, String... values) {
        Producer<byte[], byte[]> producer = clients().transactional(id);
        producer.initTransactions();
        send(producer, topic, values);
        return producer;
    }

    private static void send(Producer<byte[], byte[]> producer, String topic, String... values) {
        producer.beginTransaction();
        for (String value : values) {
            producer.send(record(topic, 0, "key", value));
        }
        producer.flush();
    }

    private List<String> read(String topic, String isolation, int expected) {
        TopicPartition partition = new TopicPartition(topic, 0);
        List<String> values = new ArrayList<>();
        try (Consumer<byte[], byte[]> reader = clients().reader(isolation)) {
            reader.assign(Set.of(partition));
            reader.seek(partition, 0);
            for (int i = 0; i < (expected == 0 ? 10 : 100) && (expected == 0 || values.size() < expected); i++) {
                reader.poll(kafka().pollTime()).forEach(record -> values.add(text(record.value())));
                kafka().pass();
            }
        }
        return values;
    }

    private void await(BooleanSupplier done) {
        for (int round = 0; round < 2_000; round++) {
            if (done.getAsBoolean()) {
                return;
            }
            kafka().pass();
        }
        throw new AssertionError("It did not come to pass");
    }

    private long end(Admin admin, String topic, IsolationLevel isolation) {
        TopicPartition partition = new TopicPartition(topic, 0);
        try {
            return admin.listOffsets(Map.of(partition, OffsetSpec.latest()), new ListOffsetsOptions(isolation))
                    .partitionResult(partition)
                    .get()
                    .offset();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private Map<TopicPartition, OffsetAndMetadata> offsets(Admin admin, TopicPartition partition, boolean stable) {
        try {
            return admin.listConsumerGroupOffsets(
                            Map.of(group, new ListConsumerGroupOffsetsSpec().topicPartitions(Set.of(partition))),
                            new ListConsumerGroupOffsetsOptions().requireStable(stable))
                    .partitionsToOffsetAndMetadata(group)
                    .get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void keysChooseThePartitionAsKafkaDoes() throws Exception {
        String topic = kafka().topic(7);
        try (Producer<byte[], byte[]> producer = clients().producer()) {
            List<Integer> partitions = new ArrayList<>();
            for (String key : List.of("a", "b", "some key", "another")) {
                producer.send(
                        record(topic, null, key, "value"), (written, exception) -> partitions.add(written.partition()));
                producer.flush();
            }
            Future<RecordMetadata> sent = producer.send(record(topic, 3, "key", "value"));
            producer.flush();

            assertThat(partitions).containsExactly(5, 6, 0, 4);
            assertThat(sent.get().topic()).isEqualTo(topic);
            assertThat(sent.get().partition()).isEqualTo(3);
            assertThat(sent.get().serializedValueSize()).isEqualTo(5);
        }
    }

    @Test
    void aRecordThatIsTooLargeIsRefused() {
        String topic = kafka().topic(1);
        try (Producer<byte[], byte[]> producer = clients().producer()) {
            List<Exception> failures = new ArrayList<>();
            producer.send(
                    record(topic, 0, "key", "x".repeat(1_100_000)), (written, exception) -> failures.add(exception));
            producer.flush();
            assertThat(failures).hasSize(1).first().isInstanceOf(RecordTooLargeException.class);
        }
    }

    @Test
    void whatIsCommittedIsRead() {
        String topic = kafka().topic(1);
        try (Producer<byte[], byte[]> producer = begun(topic, "a", "b")) {
            assertThat(read(topic, "read_committed", 0)).isEmpty();
            assertThat(read(topic, "read_uncommitted", 2)).containsExactly("a", "b");

            producer.commitTransaction();

            assertThat(read(topic, "read_committed", 2)).containsExactly("a", "b");
        }
    }

    @Test
    void whatIsAbortedIsSkippedAndPositionsGoOn() {
        String topic = kafka().topic(1);
        TopicPartition partition = new TopicPartition(topic, 0);
        try (Producer<byte[], byte[]> producer = begun(topic, "a", "b");
                Consumer<byte[], byte[]> reader = clients().reader("read_committed")) {
            producer.abortTransaction();
            reader.assign(Set.of(partition));
            reader.seek(partition, 0);
            List<Long> next = new ArrayList<>();
            for (int i = 0; i < 100 && reader.position(partition) < 3; i++) {
                ConsumerRecords<byte[], byte[]> records = reader.poll(kafka().pollTime());
                assertThat(records.isEmpty()).isTrue();
                records.nextOffsets().values().forEach(offset -> next.add(offset.offset()));
                kafka().pass();
            }
            assertThat(next).last().isEqualTo(3L);

            send(producer, topic, "c");
            producer.commitTransaction();
            assertThat(read(topic, "read_committed", 1)).containsExactly("c");
        }
    }

    @Test
    void theLastStableOffsetIsWhereTheFirstOpenTransactionBegins() {
        String topic = kafka().topic(1);
        try (Admin admin = clients().admin();
                Producer<byte[], byte[]> plain = clients().producer()) {
            plain.send(record(topic, 0, "key", "before"));
            plain.flush();
            Producer<byte[], byte[]> producer = begun(topic, "a");
            plain.send(record(topic, 0, "key", "behind"));
            plain.flush();

            assertThat(end(admin, topic, IsolationLevel.READ_UNCOMMITTED)).isEqualTo(3);
            assertThat(end(admin, topic, IsolationLevel.READ_COMMITTED)).isEqualTo(1);
            producer.commitTransaction();
            await(() -> end(admin, topic, IsolationLevel.READ_COMMITTED) == 4);
            assertThat(read(topic, "read_committed", 3)).containsExactly("before", "a", "behind");
            producer.close(Duration.ZERO);
        }
    }

    @Test
    void theNextProducerOfAnIdEndsTheTransactionAndFencesTheFirst() {
        String topic = kafka().topic(1);
        Producer<byte[], byte[]> first = begun(topic, "a");

        Producer<byte[], byte[]> second = begun(topic, "b");
        second.commitTransaction();

        assertThatThrownBy(first::commitTransaction).isInstanceOf(ProducerFencedException.class);
        assertThatThrownBy(first::beginTransaction).isInstanceOf(ProducerFencedException.class);
        assertThat(read(topic, "read_committed", 1)).containsExactly("b");
        first.close(Duration.ZERO);
        second.close(Duration.ZERO);
    }

    @Test
    void aFencedProducersSendsFail() {
        String topic = kafka().topic(1);
        Producer<byte[], byte[]> first = begun(topic, "a");
        Producer<byte[], byte[]> second = clients().transactional(id);
        second.initTransactions();
        List<Exception> failures = new ArrayList<>();

        first.send(record(topic, 0, "key", "late"), (written, exception) -> failures.add(exception));
        first.flush();

        assertThat(failures).hasSize(1).first().isInstanceOf(InvalidProducerEpochException.class);
        assertThatThrownBy(first::commitTransaction).isInstanceOf(InvalidProducerEpochException.class);
        assertThatThrownBy(first::abortTransaction).isInstanceOf(ProducerFencedException.class);
        first.close(Duration.ZERO);
        second.close(Duration.ZERO);
    }

    @Test
    void adminFencesAProducerAndEndsItsTransaction() throws Exception {
        String topic = kafka().topic(1);
        TopicPartition partition = new TopicPartition(topic, 0);
        Producer<byte[], byte[]> producer = begun(topic, "a");
        try (Admin admin = clients().admin()) {
            PartitionProducerState state = admin.describeProducers(Set.of(partition))
                    .partitionResult(partition)
                    .get();
            ProducerState open = state.activeProducers().get(0);
            assertThat(open.currentTransactionStartOffset()).hasValue(0);
            assertThat(admin.listTransactions(
                                    new ListTransactionsOptions().filterProducerIds(Set.of(open.producerId())))
                            .all()
                            .get())
                    .hasSize(1)
                    .allMatch(listing ->
                            listing.transactionalId().equals(id) && listing.state() == TransactionState.ONGOING);
            assertThat(admin.describeTransactions(Set.of(id))
                            .description(id)
                            .get()
                            .topicPartitions())
                    .containsExactly(partition);

            admin.fenceProducers(Set.of(id)).all().get();

            await(() -> end(admin, topic, IsolationLevel.READ_COMMITTED) == 2);
            assertThatThrownBy(producer::commitTransaction).isInstanceOf(ProducerFencedException.class);
            assertThatThrownBy(() -> admin.describeTransactions(Set.of("unknown"))
                            .description("unknown")
                            .get())
                    .hasMessageContaining("TransactionalIdNotFound");
        }
        producer.close(Duration.ZERO);
    }

    @Test
    void offsetsOfATransactionCountWhenItIsCommitted() {
        String topic = kafka().topic(1);
        TopicPartition partition = new TopicPartition(topic, 0);
        try (Admin admin = clients().admin();
                Producer<byte[], byte[]> producer = begun(topic, "a")) {
            producer.sendOffsetsToTransaction(Map.of(partition, new OffsetAndMetadata(5, "note")), member(-1, ""));

            assertThat(offsets(admin, partition, true)).doesNotContainKey(partition);
            assertThat(offsets(admin, partition, false)).containsEntry(partition, null);
            producer.commitTransaction();
            await(() -> offsets(admin, partition, true).containsKey(partition));
            assertThat(Objects.requireNonNull(offsets(admin, partition, true).get(partition))
                            .metadata())
                    .isEqualTo("note");

            send(producer, topic, "b");
            producer.sendOffsetsToTransaction(Map.of(partition, new OffsetAndMetadata(9)), member(-1, ""));
            producer.abortTransaction();
            await(() -> offsets(admin, partition, true).containsKey(partition));
            assertThat(Objects.requireNonNull(offsets(admin, partition, true).get(partition))
                            .offset())
                    .isEqualTo(5);
        }
    }

    @Test
    void offsetsOfNoMemberAreRefusedAndTheProducerStaysUsable() {
        String topic = kafka().topic(1);
        TopicPartition partition = new TopicPartition(topic, 0);
        try (Producer<byte[], byte[]> producer = begun(topic, "a")) {
            assertThatThrownBy(() -> producer.sendOffsetsToTransaction(
                            Map.of(partition, new OffsetAndMetadata(5)), member(3, "nobody")))
                    .isInstanceOf(CommitFailedException.class);
            assertThatThrownBy(producer::commitTransaction).isInstanceOf(KafkaException.class);

            producer.abortTransaction();
            send(producer, topic, "b");
            producer.commitTransaction();

            assertThat(read(topic, "read_committed", 1)).containsExactly("b");
        }
    }

    @Test
    void aMembersOldGenerationIsRefused() {
        String topic = kafka().topic(1);
        TopicPartition partition = new TopicPartition(topic, 0);
        Consumer<byte[], byte[]> consumer = clients().consumer("a", group, Map.of());
        consumer.subscribe(List.of(topic));
        for (int i = 0; i < 400 && consumer.assignment().isEmpty(); i++) {
            consumer.poll(kafka().pollTime());
            kafka().pass();
        }
        ConsumerGroupMetadata place = consumer.groupMetadata();
        try (Producer<byte[], byte[]> producer = begun(topic, "a")) {
            producer.sendOffsetsToTransaction(Map.of(partition, new OffsetAndMetadata(1)), place);
            producer.commitTransaction();
            producer.beginTransaction();
            assertThatThrownBy(() -> producer.sendOffsetsToTransaction(
                            Map.of(partition, new OffsetAndMetadata(2)),
                            member(place.generationId() + 1, place.memberId())))
                    .isInstanceOf(CommitFailedException.class);
            producer.abortTransaction();
        }
        consumer.close();
    }

    @Test
    void aTransactionThatIsOpenForTooLongIsAborted() {
        String topic = kafka().topic(1);
        Producer<byte[], byte[]> producer = clients().transactional(id, 1_000);
        producer.initTransactions();
        send(producer, topic, "a");
        try (Admin admin = clients().admin()) {
            await(() -> end(admin, topic, IsolationLevel.READ_COMMITTED) == 2);
        }

        assertThatThrownBy(producer::commitTransaction).isInstanceOf(InvalidTxnStateException.class);
        producer.close(Duration.ZERO);
    }

    @Test
    void callsInTheWrongOrderAreRefused() {
        String topic = kafka().topic(1);
        Producer<byte[], byte[]> producer = clients().transactional(id);

        assertThatThrownBy(() -> producer.send(record(topic, 0, "key", "value")))
                .isInstanceOf(IllegalStateException.class);
        producer.initTransactions();
        assertThatThrownBy(() -> producer.send(record(topic, 0, "key", "value")))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(producer::commitTransaction).isInstanceOf(IllegalStateException.class);
        producer.close(Duration.ZERO);
    }

    @Test
    void aClosedProducerHasAbortedItsTransaction() {
        String topic = kafka().topic(1);
        try (Admin admin = clients().admin()) {
            begun(topic, "a").close();

            await(() -> end(admin, topic, IsolationLevel.READ_COMMITTED) == 2);
            assertThat(read(topic, "read_committed", 0)).isEmpty();
        }
    }
}
