package io.millrace.testkit.internal.memory;

import static io.millrace.testkit.internal.memory.ContractClients.record;
import static io.millrace.testkit.internal.memory.ContractClients.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.NoOffsetForPartitionException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.InvalidGroupIdException;
import org.apache.kafka.common.errors.WakeupException;
import org.junit.jupiter.api.Test;

/** What consumers and their groups do, in memory as with a real broker. */
abstract class GroupContract {

    private final String group = "group-" + UUID.randomUUID();

    abstract TestedKafka kafka();

    /** A member, and what its listener was told. */
    private final class Member implements ConsumerRebalanceListener {
        final Consumer<byte[], byte[]> consumer;
        final List<String> told = new ArrayList<>();
        final List<String> values = new ArrayList<>();

        Member(String name, Map<String, Object> more) {
            consumer = clients().consumer(name, group, more);
        }

        Member subscribe(String... topics) {
            consumer.subscribe(List.of(topics), this);
            return this;
        }

        Set<Integer> partitions() {
            return consumer.assignment().stream()
                    .map(TopicPartition::partition)
                    .collect(Collectors.toCollection(TreeSet::new));
        }

        void poll() {
            ConsumerRecords<byte[], byte[]> records = consumer.poll(kafka().pollTime());
            records.forEach(record -> values.add(text(record.value())));
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            tell("revoked", partitions);
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            tell("assigned", partitions);
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> partitions) {
            tell("lost", partitions);
        }

        private void tell(String what, Collection<TopicPartition> partitions) {
            if (!partitions.isEmpty()) {
                told.add("%s %d".formatted(what, partitions.size()));
            }
        }
    }

    private ContractClients clients() {
        return new ContractClients(kafka());
    }

    private void pollUntil(BooleanSupplier done, Member... members) {
        for (int round = 0; round < 400; round++) {
            if (done.getAsBoolean()) {
                return;
            }
            for (Member member : members) {
                member.poll();
            }
            kafka().pass();
        }
        throw new AssertionError("It did not come to pass");
    }

    private void send(String topic, int partition, int from, int count) {
        try (Producer<byte[], byte[]> producer = clients().producer()) {
            IntStream.range(from, from + count)
                    .forEach(number -> producer.send(record(topic, partition, "key", String.valueOf(number))));
            producer.flush();
        }
    }

    @Test
    void oneMemberGetsAllPartitionsAndTheirRecordsInOrder() {
        String topic = kafka().topic(3);
        send(topic, 1, 0, 5);
        Member member = new Member("a", Map.of()).subscribe(topic);

        pollUntil(() -> member.values.size() == 5, member);

        assertThat(member.partitions()).containsExactly(0, 1, 2);
        assertThat(member.values).containsExactly("0", "1", "2", "3", "4");
        assertThat(member.told).containsExactly("assigned 3");
        assertThat(member.consumer.position(new TopicPartition(topic, 1))).isEqualTo(5);
        assertThat(member.consumer.currentLag(new TopicPartition(topic, 1))).hasValue(0);
        member.consumer.close();
    }

    @Test
    void aSecondMemberGetsPartitionsAfterTheFirstHasLetGo() {
        String topic = kafka().topic(4);
        Member first = new Member("a", Map.of()).subscribe(topic);
        pollUntil(() -> first.partitions().size() == 4, first);
        int generation = first.consumer.groupMetadata().generationId();
        Member second = new Member("b", Map.of()).subscribe(topic);

        pollUntil(() -> second.partitions().size() == 2, first, second);

        assertThat(first.partitions()).hasSize(2).doesNotContainAnyElementsOf(second.partitions());
        assertThat(first.told).containsExactly("assigned 4", "revoked 2");
        assertThat(second.told).containsExactly("assigned 2");
        assertThat(second.consumer.groupMetadata().generationId()).isGreaterThanOrEqualTo(generation + 2);
        first.consumer.close();
        second.consumer.close();
    }

    @Test
    void aMemberThatClosesIsToldAndTheOtherGetsItsPartitions() {
        String topic = kafka().topic(4);
        Member first = new Member("a", Map.of()).subscribe(topic);
        Member second = new Member("b", Map.of()).subscribe(topic);
        pollUntil(() -> first.partitions().size() == 2 && second.partitions().size() == 2, first, second);
        second.told.clear();

        second.consumer.close();
        pollUntil(() -> first.partitions().size() == 4, first);

        assertThat(second.told).containsExactly("revoked 2");
        first.consumer.close();
    }

    @Test
    void pausedPartitionsGiveNothingAndStayPausedThroughARebalance() {
        String topic = kafka().topic(2);
        Member first = new Member("a", Map.of()).subscribe(topic);
        pollUntil(() -> first.partitions().size() == 2, first);
        first.consumer.pause(first.consumer.assignment());
        send(topic, 0, 0, 1);
        send(topic, 1, 1, 1);
        Member second = new Member("b", Map.of()).subscribe(topic);
        pollUntil(() -> second.values.size() == 1, first, second);

        assertThat(first.values).isEmpty();
        assertThat(first.consumer.paused()).isEqualTo(first.consumer.assignment());
        first.consumer.resume(first.consumer.paused());
        pollUntil(() -> first.values.size() == 1, first, second);
        first.consumer.close();
        second.consumer.close();
    }

    @Test
    void committedOffsetsAreWhereTheNextMemberBegins() {
        String topic = kafka().topic(1);
        TopicPartition partition = new TopicPartition(topic, 0);
        send(topic, 0, 0, 3);
        Member first = new Member("a", Map.of()).subscribe(topic);
        pollUntil(() -> first.values.size() == 3, first);
        first.consumer.commitSync(Map.of(partition, new OffsetAndMetadata(2, "note")));
        assertThat(first.consumer.committed(Set.of(partition)))
                .containsEntry(partition, new OffsetAndMetadata(2, "note"));
        first.consumer.close();

        Member second = new Member("b", Map.of()).subscribe(topic);
        pollUntil(() -> !second.values.isEmpty(), second);

        assertThat(second.values).containsExactly("2");
        second.consumer.close();
    }

    @Test
    void anAsynchronousCommitIsAnsweredInALaterCall() {
        String topic = kafka().topic(1);
        TopicPartition partition = new TopicPartition(topic, 0);
        Member member = new Member("a", Map.of()).subscribe(topic);
        pollUntil(() -> member.partitions().size() == 1, member);
        List<String> answers = new ArrayList<>();

        member.consumer.commitAsync(
                Map.of(partition, new OffsetAndMetadata(7)),
                (offsets, exception) -> answers.add(String.valueOf(exception)));
        assertThat(answers).isEmpty();
        member.consumer.commitSync(Map.of(), Duration.ofSeconds(5));

        assertThat(answers).containsExactly("null");
        assertThat(member.consumer.committed(Set.of(partition))).containsEntry(partition, new OffsetAndMetadata(7));
        member.consumer.close();
    }

    @Test
    void aConsumerThatHasNotJoinedCanNotCommit() {
        String topic = kafka().topic(1);
        Member member = new Member("a", Map.of()).subscribe(topic);

        assertThatThrownBy(() -> member.consumer.commitSync(
                        Map.of(new TopicPartition(topic, 0), new OffsetAndMetadata(1)), Duration.ofSeconds(5)))
                .isInstanceOf(CommitFailedException.class);
        member.consumer.close();
    }

    @Test
    void aMemberThatDoesNotPollIsReplacedAndToldThatItHasLostAll() {
        String topic = kafka().topic(2);
        Map<String, Object> impatient = Map.of(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG, 1_000);
        Member first = new Member("a", impatient).subscribe(topic);
        pollUntil(() -> first.partitions().size() == 2, first);
        Member second = new Member("b", impatient).subscribe(topic);
        pollUntil(() -> second.partitions().size() == 2, second);

        assertThatThrownBy(() -> first.consumer.commitSync(
                        Map.of(new TopicPartition(topic, 0), new OffsetAndMetadata(1)), Duration.ofSeconds(5)))
                .isInstanceOf(CommitFailedException.class);
        assertThat(first.told).containsExactly("assigned 2");
        pollUntil(() -> first.partitions().size() == 1, first, second);

        assertThat(first.told).containsExactly("assigned 2", "lost 2", "assigned 1");
        first.consumer.close();
        second.consumer.close();
    }

    @Test
    void aStaticMemberComesBackWithoutARebalance() {
        String topic = kafka().topic(2);
        Member first = new Member("a", Map.of(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, "one")).subscribe(topic);
        pollUntil(() -> first.partitions().size() == 2, first);
        int generation = first.consumer.groupMetadata().generationId();
        first.consumer.close();

        Member again = new Member("a", Map.of(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, "one")).subscribe(topic);
        pollUntil(() -> again.partitions().size() == 2, again);

        assertThat(again.consumer.groupMetadata().generationId()).isBetween(generation, generation + 1);
        again.consumer.close();
    }

    @Test
    void aStaticMemberIsFencedByTheNextOfItsId() {
        String topic = kafka().topic(2);
        Member first = new Member("a", Map.of(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, "one")).subscribe(topic);
        pollUntil(() -> first.partitions().size() == 2, first);
        Member second = new Member("b", Map.of(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, "one")).subscribe(topic);
        pollUntil(() -> second.partitions().size() == 2, second);

        assertThatThrownBy(() -> pollUntil(() -> false, first)).isInstanceOf(FencedInstanceIdException.class);
        first.consumer.close();
        second.consumer.close();
    }

    @Test
    void newPartitionsAreAssignedWhenTheMetadataIsRefreshed() {
        String topic = kafka().topic(1);
        Member member = new Member("a", Map.of(ConsumerConfig.METADATA_MAX_AGE_CONFIG, 300)).subscribe(topic);
        pollUntil(() -> member.partitions().size() == 1, member);

        kafka().addPartitions(topic, 3);
        pollUntil(() -> member.partitions().size() == 3, member);

        assertThat(member.told).containsExactly("assigned 1", "assigned 2");
        member.consumer.close();
    }

    @Test
    void aWakeUpEndsTheNextCallThatWaitsAndNoOther() {
        String topic = kafka().topic(1);
        Member member = new Member("a", Map.of()).subscribe(topic);
        pollUntil(() -> member.partitions().size() == 1, member);

        member.consumer.wakeup();

        assertThatThrownBy(member::poll).isInstanceOf(WakeupException.class);
        member.poll();
        member.consumer.wakeup();
        assertThatThrownBy(() -> member.consumer.endOffsets(member.consumer.assignment()))
                .isInstanceOf(WakeupException.class);
        assertThat(member.consumer.endOffsets(member.consumer.assignment())).hasSize(1);
        member.consumer.close();
    }

    @Test
    void withoutAGroupAConsumerReadsWhatItIsAssigned() {
        String topic = kafka().topic(2);
        send(topic, 0, 0, 3);
        TopicPartition partition = new TopicPartition(topic, 0);
        try (Consumer<byte[], byte[]> reader = clients().reader("read_committed")) {
            reader.assign(Set.of(partition));
            assertThatThrownBy(() -> reader.poll(Duration.ofSeconds(1)))
                    .isInstanceOf(NoOffsetForPartitionException.class);
            reader.seek(partition, 1);
            List<String> values = new ArrayList<>();
            for (int i = 0; i < 100 && values.size() < 2; i++) {
                reader.poll(kafka().pollTime()).forEach(record -> values.add(text(record.value())));
            }
            assertThat(values).containsExactly("1", "2");
            assertThatThrownBy(() -> reader.seek(new TopicPartition(topic, 1), 0))
                    .isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> reader.committed(Set.of(partition))).isInstanceOf(InvalidGroupIdException.class);
        }
    }

    @Test
    void aPositionOutsideOfTheLogIsRefused() {
        String topic = kafka().topic(1);
        send(topic, 0, 0, 3);
        TopicPartition partition = new TopicPartition(topic, 0);
        try (Consumer<byte[], byte[]> reader = clients().reader("read_committed")) {
            reader.assign(Set.of(partition));
            reader.seek(partition, 10);

            assertThatThrownBy(() -> {
                        for (int i = 0; i < 100; i++) {
                            reader.poll(kafka().pollTime());
                        }
                    })
                    .isInstanceOf(OffsetOutOfRangeException.class);
        }
    }

    @Test
    void aListenerFindsOutPositionsAndSeeks() {
        String topic = kafka().topic(2);
        send(topic, 0, 0, 4);
        Set<TopicPartition> seen = new HashSet<>();
        Consumer<byte[], byte[]> consumer =
                clients().consumer("a", group, Map.of(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none"));
        consumer.subscribe(List.of(topic), new ConsumerRebalanceListener() {
            @Override
            public void onPartitionsRevoked(Collection<TopicPartition> partitions) {}

            @Override
            public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
                assertThat(consumer.partitionsFor(topic)).hasSize(2);
                assertThat(consumer.committed(new HashSet<>(partitions)).values())
                        .containsOnlyNulls();
                consumer.endOffsets(partitions).forEach((partition, end) -> consumer.seek(partition, end / 2));
                seen.addAll(partitions);
            }
        });
        List<String> values = new ArrayList<>();
        for (int i = 0; i < 400 && values.size() < 2; i++) {
            consumer.poll(kafka().pollTime()).forEach(record -> values.add(text(record.value())));
            kafka().pass();
        }

        assertThat(values).containsExactly("2", "3");
        assertThat(seen).hasSize(2);
        consumer.close();
    }
}
