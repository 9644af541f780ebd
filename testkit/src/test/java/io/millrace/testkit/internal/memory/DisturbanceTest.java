package io.millrace.testkit.internal.memory;

import static io.millrace.testkit.internal.memory.ContractClients.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.testkit.internal.memory.Disturbance.Effect;
import io.millrace.testkit.internal.memory.Disturbance.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.RetriableCommitFailedException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

class DisturbanceTest {

    private final MemoryKafka kafka = new MemoryKafka();
    private final MemoryCluster cluster = kafka.cluster;
    private final ContractClients clients = new ContractClients(kafka);
    private final String topic = kafka.topic(1);
    private final TopicPartition partition = new TopicPartition(topic, 0);
    private final List<String> answers = new ArrayList<>();

    private void disturb(Kind kind, Effect first) {
        List<Effect> left = new ArrayList<>(List.of(first));
        cluster.disturb(request -> request.kind() == kind && !left.isEmpty() ? left.remove(0) : Effect.NONE);
    }

    private void send(Producer<byte[], byte[]> producer, String value) {
        producer.send(
                record(topic, 0, "key", value),
                (written, exception) -> answers.add(
                        exception == null ? value + "@" + written.offset() : value + " " + name(exception)));
    }

    private static String name(Exception exception) {
        return exception.getClass().getSimpleName();
    }

    private long end() {
        return cluster.endOffset(partition, Isolation.UNCOMMITTED);
    }

    private Consumer<byte[], byte[]> member() {
        Consumer<byte[], byte[]> consumer = clients.consumer("a", "group", Map.of());
        consumer.subscribe(List.of(topic));
        for (int i = 0; i < 5; i++) {
            consumer.poll(Duration.ZERO);
            cluster.deliverAll();
        }
        return consumer;
    }

    @SuppressWarnings("removal") // there is no other way to make one
    private static ConsumerGroupMetadata nobody() {
        return new ConsumerGroupMetadata("group", -1, "", Optional.empty());
    }

    @Test
    void aDelayedRecordHoldsBackThoseBehindItAndIsWrittenOnce() {
        Producer<byte[], byte[]> producer = clients.producer();
        disturb(Kind.PRODUCE, Effect.DELAYED);

        send(producer, "a");
        send(producer, "b");

        assertThat(end()).isZero();
        cluster.deliverAll();
        assertThat(answers).containsExactly("a@0", "b@1");
        assertThat(end()).isEqualTo(2);
    }

    @Test
    void aRecordThatArrivesIsAcknowledgedByADeliveryOfItsOwn() {
        Producer<byte[], byte[]> producer = clients.producer();
        disturb(Kind.PRODUCE, Effect.DELAYED);
        send(producer, "a");

        cluster.deliver(0);

        assertThat(end()).isEqualTo(1);
        assertThat(answers).isEmpty();
        cluster.deliver(0);
        assertThat(answers).containsExactly("a@0");
    }

    @Test
    void aLateAnswerComesARequestTimeoutLater() {
        Producer<byte[], byte[]> producer = clients.producer();
        disturb(Kind.PRODUCE, Effect.LATE_ANSWER);

        send(producer, "a");
        send(producer, "b");

        assertThat(cluster.pending()).isZero();
        kafka.clock.advance(Duration.ofSeconds(30));
        cluster.deliverAll();
        assertThat(answers).containsExactly("a@0", "b@1");
    }

    @Test
    void aLostAnswerIsATimeoutThoughTheRecordIsWritten() {
        Producer<byte[], byte[]> producer = clients.producer();
        disturb(Kind.PRODUCE, Effect.LOST_ANSWER);

        send(producer, "a");
        kafka.clock.advance(Duration.ofMinutes(2));
        cluster.deliverAll();

        assertThat(answers).containsExactly("a TimeoutException");
        assertThat(end()).isEqualTo(1);
    }

    @Test
    void aLostRecordIsATimeoutAndThoseBehindItAreWritten() {
        Producer<byte[], byte[]> producer = clients.producer();
        disturb(Kind.PRODUCE, Effect.LOST_REQUEST);

        send(producer, "a");
        send(producer, "b");
        producer.flush();

        assertThat(answers).containsExactly("a TimeoutException", "b@0");
    }

    @Test
    void aProducerThatIsClosedAtOnceFailsWhatIsOpen() {
        Producer<byte[], byte[]> producer = clients.producer();
        disturb(Kind.PRODUCE, Effect.NONE);
        send(producer, "a");

        producer.close(Duration.ZERO);

        assertThat(answers).containsExactly("a KafkaException");
        assertThat(end()).isEqualTo(1);
        assertThat(cluster.pending()).isZero();
    }

    @Test
    void aCommitWhoseAnswerIsLostIsMadeAndItsMarkersComeLater() {
        Producer<byte[], byte[]> producer = clients.transactional("tx");
        producer.initTransactions();
        producer.beginTransaction();
        send(producer, "a");
        disturb(Kind.COMMIT_TRANSACTION, Effect.LOST_ANSWER);

        assertThatThrownBy(producer::commitTransaction).isInstanceOf(TimeoutException.class);

        assertThat(cluster.openTransactions()).containsExactly("tx");
        assertThat(cluster.endOffset(partition, Isolation.COMMITTED)).isZero();
        cluster.deliverAll();
        assertThat(cluster.records(partition, 0, Isolation.COMMITTED)).hasSize(1);
    }

    @Test
    void aCommitThatIsLostIsAbortedByTheNextProducer() {
        Producer<byte[], byte[]> producer = clients.transactional("tx");
        producer.initTransactions();
        producer.beginTransaction();
        send(producer, "a");
        disturb(Kind.COMMIT_TRANSACTION, Effect.LOST_REQUEST);
        assertThatThrownBy(producer::commitTransaction).isInstanceOf(TimeoutException.class);
        assertThatThrownBy(producer::abortTransaction).isInstanceOf(IllegalStateException.class);
        producer.close(Duration.ZERO);

        clients.transactional("tx").initTransactions();

        assertThat(cluster.records(partition, 0, Isolation.COMMITTED)).isEmpty();
        assertThat(cluster.endOffset(partition, Isolation.COMMITTED)).isEqualTo(2);
    }

    @Test
    void aDelayedCommitIsMadeIfNobodyWasFaster() {
        Producer<byte[], byte[]> producer = clients.transactional("tx");
        producer.initTransactions();
        producer.beginTransaction();
        send(producer, "a");
        disturb(Kind.COMMIT_TRANSACTION, Effect.DELAYED);
        assertThatThrownBy(producer::commitTransaction).isInstanceOf(TimeoutException.class);

        cluster.deliverAll();

        assertThat(cluster.records(partition, 0, Isolation.COMMITTED)).hasSize(1);
        producer.commitTransaction();
        producer.beginTransaction();
    }

    @Test
    void aDelayedCommitOfAFencedProducerDoesNothing() {
        Producer<byte[], byte[]> producer = clients.transactional("tx");
        producer.initTransactions();
        producer.beginTransaction();
        send(producer, "a");
        disturb(Kind.COMMIT_TRANSACTION, Effect.DELAYED);
        assertThatThrownBy(producer::commitTransaction).isInstanceOf(TimeoutException.class);

        clients.transactional("tx").initTransactions();
        cluster.deliverAll();

        assertThat(cluster.records(partition, 0, Isolation.COMMITTED)).isEmpty();
    }

    @Test
    void markersAreDeliveredOneByOne() {
        String other = kafka.topic(1);
        Producer<byte[], byte[]> producer = clients.transactional("tx");
        producer.initTransactions();
        producer.beginTransaction();
        send(producer, "a");
        producer.send(record(other, 0, "key", "b"));
        producer.sendOffsetsToTransaction(Map.of(partition, new OffsetAndMetadata(1)), nobody());
        producer.commitTransaction();

        assertThat(cluster.pending()).isEqualTo(3);
        assertThat(cluster.describe(2)).contains("group");
        cluster.deliver(2);

        assertThat(cluster.committed("group")).containsKey(partition);
        assertThat(cluster.endOffset(partition, Isolation.COMMITTED)).isZero();
        cluster.deliver(0);
        assertThat(cluster.endOffset(partition, Isolation.COMMITTED)).isEqualTo(2);
    }

    @Test
    void theNextTransactionBeginsBehindTheMarkersOfTheOneBefore() {
        Producer<byte[], byte[]> producer = clients.transactional("tx");
        producer.initTransactions();
        producer.beginTransaction();
        send(producer, "a");
        producer.commitTransaction();
        producer.beginTransaction();

        send(producer, "b");

        assertThat(cluster.endOffset(partition, Isolation.COMMITTED)).isEqualTo(2);
    }

    @Test
    void aTransactionIsAbortedWhenItHasBeenOpenForTooLong() {
        Producer<byte[], byte[]> producer = clients.transactional("tx");
        producer.initTransactions();
        producer.beginTransaction();
        send(producer, "a");
        producer.flush();

        kafka.clock.advance(Duration.ofSeconds(20));
        cluster.deliverAll();

        assertThat(cluster.openTransactions()).isEmpty();
        assertThat(cluster.endOffset(partition, Isolation.COMMITTED)).isEqualTo(2);
        assertThatThrownBy(producer::commitTransaction).isInstanceOf(InvalidTxnStateException.class);
    }

    @Test
    void anAsynchronousCommitThatIsLostOrRefusedMayBeTriedAgain() {
        Consumer<byte[], byte[]> consumer = member();
        for (Effect effect : List.of(Effect.LOST_REQUEST, Effect.LOST_ANSWER, Effect.REFUSED)) {
            disturb(Kind.COMMIT_OFFSETS, effect);
            consumer.commitAsync(
                    Map.of(partition, new OffsetAndMetadata(effect.ordinal())),
                    (offsets, exception) -> answers.add(name(exception)));
            kafka.clock.advance(Duration.ofSeconds(30));
            cluster.deliverAll();
            consumer.poll(Duration.ZERO);
        }

        assertThat(answers).hasSize(3).containsOnly(RetriableCommitFailedException.class.getSimpleName());
        assertThat(cluster.committed("group").get(partition))
                .isEqualTo(new OffsetAndMetadata(Effect.LOST_ANSWER.ordinal()));
    }

    @Test
    void aDelayedCommitOfFormerTimesIsRefused() {
        Consumer<byte[], byte[]> consumer = member();
        disturb(Kind.COMMIT_OFFSETS, Effect.DELAYED);
        consumer.commitAsync(
                Map.of(partition, new OffsetAndMetadata(1)), (offsets, exception) -> answers.add(name(exception)));
        int delayed = cluster.pending() - 1;
        Consumer<byte[], byte[]> other = clients.consumer("b", "group", Map.of());
        other.subscribe(List.of(topic));
        other.poll(Duration.ZERO);
        while (!cluster.describe(cluster.pending() - 1).contains("heartbeat")) {
            other.poll(Duration.ZERO);
        }
        cluster.deliver(cluster.pending() - 1);
        consumer.poll(Duration.ZERO);
        assertThat(delayed).isZero();
        cluster.deliver(0);
        cluster.deliver(0);
        consumer.poll(Duration.ZERO);

        assertThat(answers).hasSize(1);
        assertThat(cluster.committed("group")).isEmpty();
    }

    @Test
    void aSynchronousQuestionThatIsLostTimesOutAndTellsHowLongItWouldHaveTaken() {
        Consumer<byte[], byte[]> consumer = member();
        List<Duration> waits = new ArrayList<>();
        cluster.whileWaiting(waits::add);
        disturb(Kind.LIST_OFFSETS, Effect.LOST_REQUEST);

        assertThatThrownBy(() -> consumer.endOffsets(Set.of(partition), Duration.ofSeconds(3)))
                .isInstanceOf(TimeoutException.class);

        assertThat(waits).containsExactly(Duration.ofSeconds(3));
        assertThat(consumer.endOffsets(Set.of(partition))).containsEntry(partition, 0L);
    }

    @Test
    void anAnswerToTheAdminClientMayBeDelayedOrLost() {
        Admin admin = clients.admin();
        disturb(Kind.ADMIN, Effect.DELAYED);
        KafkaFuture<?> delayed = admin.describeTopics(List.of(topic)).allTopicNames();
        disturb(Kind.ADMIN, Effect.LOST_REQUEST);
        KafkaFuture<?> lost = admin.describeTopics(List.of(topic)).allTopicNames();

        cluster.deliverAll();
        assertThat(delayed.isDone()).isTrue();
        assertThat(lost.isDone()).isFalse();
        kafka.clock.advance(Duration.ofMinutes(1));
        cluster.deliverAll();
        assertThat(lost.isCompletedExceptionally()).isTrue();
    }

    @Test
    void whatADisturbanceThrowsLeavesTheClientsCall() {
        Producer<byte[], byte[]> producer = clients.producer();
        cluster.disturb(request -> {
            throw new IllegalArgumentException("the process ends here");
        });

        assertThatThrownBy(() -> send(producer, "a")).hasMessage("the process ends here");
        assertThat(end()).isZero();
    }
}
