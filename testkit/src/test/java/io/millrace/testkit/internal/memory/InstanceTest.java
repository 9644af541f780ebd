package io.millrace.testkit.internal.memory;

import static io.millrace.testkit.internal.memory.ContractClients.record;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.junit.jupiter.api.Test;

/** Processes that die, stand still, and come back. */
class InstanceTest {

    private static final Map<String, Object> SESSION = Map.of(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 10_000);

    private final MemoryKafka kafka = new MemoryKafka();
    private final MemoryCluster cluster = kafka.cluster;
    private final ContractClients clients = new ContractClients(kafka);
    private final String topic = kafka.topic(2);
    private final TopicPartition partition = new TopicPartition(topic, 0);
    private final List<String> told = new ArrayList<>();

    private Consumer<byte[], byte[]> subscribed(String instance) {
        Consumer<byte[], byte[]> consumer = clients.consumer(instance, "group", SESSION);
        consumer.subscribe(List.of(topic), new ConsumerRebalanceListener() {
            @Override
            public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
                told.add(instance + " revoked " + partitions.size());
            }

            @Override
            public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
                told.add(instance + " assigned " + partitions.size());
            }

            @Override
            public void onPartitionsLost(Collection<TopicPartition> partitions) {
                told.add(instance + " lost " + partitions.size());
            }
        });
        return consumer;
    }

    @SafeVarargs
    private void settle(Consumer<byte[], byte[]>... consumers) {
        for (int i = 0; i < 20; i++) {
            for (Consumer<byte[], byte[]> consumer : consumers) {
                consumer.poll(Duration.ZERO);
            }
            cluster.deliverAll();
        }
    }

    private List<String> values() {
        return cluster.records(partition, 0, Isolation.UNCOMMITTED).stream()
                .map(record -> new String(record.value(), UTF_8))
                .toList();
    }

    @SuppressWarnings("removal") // there is no other way to make one
    private static ConsumerGroupMetadata nobody() {
        return new ConsumerGroupMetadata("group", -1, "", Optional.empty());
    }

    @Test
    void aDeadMembersPartitionsAreFreeAfterTheSessionTimeout() {
        Consumer<byte[], byte[]> dead = subscribed("a");
        Consumer<byte[], byte[]> other = subscribed("b");
        settle(dead, other);
        assertThat(other.assignment()).hasSize(1);

        cluster.cutOff("a");
        kafka.clock.advance(Duration.ofMillis(9_999));
        settle(other);
        assertThat(other.assignment()).hasSize(1);
        kafka.clock.advance(Duration.ofMillis(1));
        settle(other);

        assertThat(other.assignment()).hasSize(2);
        assertThat(cluster.members("group")).hasSize(1);
        assertThat(dead.poll(Duration.ZERO).isEmpty()).isTrue();
    }

    @Test
    void aLivingMemberStaysHoweverTheClockJumpsBetweenItsPolls() {
        Consumer<byte[], byte[]> consumer = subscribed("a");
        settle(consumer);

        kafka.clock.advance(Duration.ofMinutes(4));
        settle(consumer);

        assertThat(told).containsExactly("a assigned 2");
    }

    @Test
    void whatADeadProcessWasToBeToldIsGoneAndWhatItWroteStays() {
        List<String> answers = new ArrayList<>();
        Producer<byte[], byte[]> producer = clients.producer();
        producer.send(record(topic, 0, "key", "a"), (written, exception) -> answers.add("answered"));

        cluster.cutOff("producer");
        cluster.deliverAll();
        producer.send(record(topic, 0, "key", "b"));

        assertThat(answers).isEmpty();
        assertThat(cluster.endOffset(partition, Isolation.COMMITTED)).isEqualTo(1);
    }

    @Test
    void whatADeadProcessHasSentArrivesInItsOrderBehindWhatOthersSentLater() {
        Producer<byte[], byte[]> producer = clients.producer();
        cluster.disturb(request -> Disturbance.Effect.DELAYED);
        producer.send(record(topic, 0, "key", "a"));
        producer.send(record(topic, 0, "key", "b"));
        cluster.disturb(Disturbance.NONE);

        cluster.cutOff("producer");
        cluster.append(partition, "key".getBytes(UTF_8), "c".getBytes(UTF_8));
        cluster.deliverAll();

        assertThat(values()).containsExactly("c", "a", "b");
    }

    @Test
    void whatADeadProcessWouldHaveSentAgainNeverArrives() {
        Producer<byte[], byte[]> producer = clients.producer();
        cluster.disturb(request -> Disturbance.Effect.REFUSED);
        producer.send(record(topic, 0, "key", "a"));
        producer.send(record(topic, 0, "key", "b"));
        cluster.disturb(Disturbance.NONE);

        cluster.cutOff("producer");
        cluster.deliverAll();

        assertThat(values()).isEmpty();
    }

    @Test
    void whatAProcessHasSentArrivesWhileItStandsStill() {
        Producer<byte[], byte[]> producer = clients.producer();
        cluster.disturb(request -> Disturbance.Effect.DELAYED);
        producer.send(record(topic, 0, "key", "a"), (written, exception) -> told.add("answer"));

        cluster.freeze("producer");
        cluster.deliverAll();
        assertThat(values()).containsExactly("a");
        assertThat(told).isEmpty();
        cluster.thaw("producer");
        cluster.deliverAll();

        assertThat(told).containsExactly("answer");
    }

    @Test
    void aDeadProcessLeavesItsTransactionOpenUntilItTimesOut() {
        Producer<byte[], byte[]> producer = clients.transactional("tx");
        producer.initTransactions();
        producer.beginTransaction();
        producer.send(record(topic, 0, "key", "a"));
        producer.sendOffsetsToTransaction(Map.of(partition, new OffsetAndMetadata(1)), nobody());

        cluster.cutOff("tx");
        cluster.deliverAll();
        assertThat(cluster.openTransactions()).containsExactly("tx");
        kafka.clock.advance(Duration.ofSeconds(20));
        cluster.deliverAll();

        assertThat(cluster.openTransactions()).isEmpty();
        assertThat(cluster.committed("group")).isEmpty();
        assertThat(cluster.endOffset(partition, Isolation.COMMITTED)).isEqualTo(2);
    }

    @Test
    void aZombieFindsItsPlaceTakenAndHasLostAll() {
        Consumer<byte[], byte[]> zombie = subscribed("a");
        settle(zombie);
        cluster.freeze("a");
        Consumer<byte[], byte[]> next = subscribed("b");
        settle(next);
        kafka.clock.advance(Duration.ofSeconds(10));
        settle(next);
        assertThat(next.assignment()).hasSize(2);
        told.clear();

        cluster.thaw("a");
        assertThatThrownBy(() -> zombie.commitSync(Map.of(partition, new OffsetAndMetadata(3))))
                .isInstanceOf(CommitFailedException.class);
        settle(zombie, next);

        assertThat(told).startsWith("a lost 2").doesNotContain("a revoked 2");
        assertThat(zombie.assignment()).hasSize(1);
        assertThat(cluster.committed("group")).isEmpty();
    }

    @Test
    void aZombiesTransactionIsRefusedByItsOldPlaceAndByTheNextProducer() {
        Consumer<byte[], byte[]> zombie = subscribed("a");
        settle(zombie);
        ConsumerGroupMetadata place = zombie.groupMetadata();
        Producer<byte[], byte[]> producer = clients.transactional("a");
        producer.initTransactions();
        producer.beginTransaction();
        producer.send(record(topic, 0, "key", "a"));
        cluster.freeze("a");
        Consumer<byte[], byte[]> next = subscribed("b");
        settle(next);
        kafka.clock.advance(Duration.ofSeconds(10));
        settle(next);
        cluster.thaw("a");

        assertThatThrownBy(() -> producer.sendOffsetsToTransaction(Map.of(partition, new OffsetAndMetadata(3)), place))
                .isInstanceOf(CommitFailedException.class);
        clients.admin().fenceProducers(List.of("a"));
        assertThatThrownBy(producer::abortTransaction).isInstanceOf(ProducerFencedException.class);
    }

    @Test
    void aRebalanceGoesOnWithoutAMemberThatDoesNotCome() {
        Consumer<byte[], byte[]> slow = subscribed("a");
        settle(slow);
        Consumer<byte[], byte[]> next = subscribed("b");
        for (int minute = 0; minute < 5; minute++) {
            next.poll(Duration.ZERO);
            kafka.clock.advance(Duration.ofSeconds(61));
        }
        settle(next);

        assertThat(next.assignment()).hasSize(2);
    }

    @Test
    void aNewProcessOfTheNameIsAnother() {
        Consumer<byte[], byte[]> dead = subscribed("a");
        settle(dead);
        cluster.cutOff("a");

        Consumer<byte[], byte[]> again = subscribed("a");
        settle(again);
        kafka.clock.advance(Duration.ofSeconds(10));
        settle(again);

        assertThat(again.assignment()).hasSize(2);
    }
}
