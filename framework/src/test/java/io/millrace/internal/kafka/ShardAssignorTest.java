package io.millrace.internal.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.millrace.internal.kafka.SimulatedGroup.Member;
import io.millrace.internal.plan.Division;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.GroupSubscription;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.Subscription;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class ShardAssignorTest {

    private final SimulatedGroup group =
            new SimulatedGroup(Set.of("orders+payments"), 0).topic("orders", 6).topic("payments", 6);

    @Test
    void whoIsAloneGetsAll() {
        Member only = group.join();

        group.settle();

        assertThat(only.owned()).hasSize(12);
    }

    @Test
    void aMemberThatJoinsGetsItsShareAfterTheOthersLetGo() {
        Member first = group.join();
        group.settle();
        Member second = group.join();

        group.rebalance(Set.of());

        assertThat(first.owned()).hasSize(6);
        assertThat(second.owned()).isEmpty();
        group.rebalance(Set.of());
        assertThat(second.owned()).hasSize(6);
    }

    @Test
    void theOthersKeepWhatTheyHaveWhenAMemberLeaves() {
        Member first = group.join();
        Member second = group.join();
        Member third = group.join();
        group.settle();
        Set<TopicPartition> ofFirst = Set.copyOf(first.owned());
        Set<TopicPartition> ofSecond = Set.copyOf(second.owned());

        group.remove(third);
        int revoked = group.settle();

        assertThat(revoked).isZero();
        assertThat(first.owned()).containsAll(ofFirst).hasSize(6);
        assertThat(second.owned()).containsAll(ofSecond).hasSize(6);
    }

    @Test
    void moreMembersThanShardsLeaveSomeIdle() {
        for (int member = 0; member < 8; member++) {
            group.join();
        }

        group.settle();

        assertThat(group.members())
                .filteredOn(member -> member.owned().isEmpty())
                .hasSize(2);
    }

    @Test
    void topicsWithoutStateAreSpreadPartitionByPartition() {
        group.topic("clicks", 2);
        group.join();
        group.join();

        group.settle();

        assertThat(group.loads().values())
                .allSatisfy(load -> assertThat(load).containsEntry("clicks", 1).containsEntry("orders+payments", 3));
    }

    @Test
    void theOlderOfTwoClaimsIsNotBelieved() {
        Member sleeper = group.join();
        group.settle();
        group.remove(sleeper);
        Member successor = group.join();
        group.settle();
        group.comeBack(sleeper);

        group.settle();

        assertThat(successor.owned()).hasSize(6);
        assertThat(sleeper.owned()).hasSize(6);
    }

    @Test
    void whoDidNotGetItsLastAssignmentKeepsWhatItHas() {
        Member first = group.join();
        group.settle();
        Set<TopicPartition> before = Set.copyOf(first.owned());
        Member second = group.join();

        group.rebalance(Set.of(first));

        assertThat(first.owned()).isEqualTo(before);
        assertThat(second.owned()).isEmpty();
        group.settle();
        assertThat(second.owned()).hasSize(6);
    }

    @Test
    void aShardIsReadWhenAllItsTopicsHaveIt() {
        group.join();
        group.settle();
        group.topic("orders", 7);
        group.settle();
        assertThat(partitionsInAll()).isEqualTo(12);
        group.topic("payments", 7);

        group.settle();

        assertThat(partitionsInAll()).isEqualTo(14);
    }

    @Test
    void aMissingTopicKeepsItsShardsBack() {
        SimulatedGroup incomplete = new SimulatedGroup(Set.of("orders+payments"), 0)
                .topic("orders", 6)
                .topic("payments", 0)
                .topic("clicks", 3);
        Member only = incomplete.join();

        incomplete.settle();

        assertThat(only.owned()).extracting(TopicPartition::topic).containsOnly("clicks");
    }

    @Test
    void topicsThatShareStateForOneMemberStayTogetherForAll() {
        SimulatedGroup mixed = new SimulatedGroup(Set.of("orders+payments"), 0)
                .topic("orders", 6)
                .topic("payments", 6);
        mixed.join(Set.of("orders", "payments"), Set.of("orders"));
        mixed.join();

        mixed.settle(); // checks that no shard is torn apart

        assertThat(mixed.loads().values()).allSatisfy(load -> assertThat(load).containsEntry("orders+payments", 3));
    }

    @Test
    void groupsThatOverlapBecomeOne() {
        SimulatedGroup mixed = new SimulatedGroup(Set.of("a+b+c"), 0)
                .topic("a", 4)
                .topic("b", 4)
                .topic("c", 4);
        mixed.join(Set.of("a", "b", "c"), Set.of("a+b"));
        mixed.join(Set.of("a", "b", "c"), Set.of("b+c"));

        mixed.settle(); // checks that no shard is torn apart

        assertThat(mixed.loads().values()).allSatisfy(load -> assertThat(load).containsEntry("a+b+c", 2));
    }

    @Test
    void nobodyGetsATopicThatItDoesNotRead() {
        SimulatedGroup mixed =
                new SimulatedGroup(Set.of("orders"), 0).topic("orders", 4).topic("clicks", 4);
        Member old = mixed.join(Set.of("orders"), Set.of("orders"));
        Member current = mixed.join();

        mixed.settle();

        assertThat(old.owned()).extracting(TopicPartition::topic).containsOnly("orders");
        assertThat(current.owned()).hasSize(4);
    }

    @Test
    void aShardThatWasTornApartIsGivenUpAndPutTogether() {
        Member first = group.join();
        Member second = group.join();
        first.believe(partitions(List.of(0, 1, 2), List.of(3, 4, 5)));
        second.believe(partitions(List.of(3, 4, 5), List.of(0, 1, 2)));

        group.settle(); // checks that no shard is torn apart

        assertThat(partitionsInAll()).isEqualTo(12);
    }

    @Test
    void claimsOutOfOneGenerationAreBothGivenUp() {
        Member first = group.join();
        Member second = group.join();
        first.believe(partitions(List.of(0), List.of(0)));
        second.believe(partitions(List.of(0), List.of(0)));

        group.rebalance(Set.of());

        assertThat(partitionsInAll()).isEqualTo(10);
        group.settle();
        assertThat(partitionsInAll()).isEqualTo(12);
    }

    @Test
    void theSameGroupGivesTheSameAssignmentWhoeverLeads() {
        ShardAssignor one = assignor();
        ShardAssignor other = assignor();
        for (int member = 0; member < 4; member++) {
            group.join();
        }
        group.settle();
        group.join();

        assertThat(partitions(one)).isEqualTo(partitions(other));
    }

    @Test
    void garbageFromAMemberDoesNoHarm() {
        Subscription foreign = new Subscription(
                List.of("orders", "payments"), ByteBuffer.wrap(new byte[] {9, 9}), List.of(), 3, Optional.empty());
        Subscription silent = new Subscription(List.of("orders", "payments"));

        Map<String, ?> assignments = assignor()
                .assign(
                        group.cluster(),
                        new GroupSubscription(Map.of(
                                "a", foreign, "b", silent, "c", group.join().subscription())))
                .groupAssignment();

        assertThat(assignments).containsOnlyKeys("a", "b", "c");
    }

    @Test
    void aConsumerThatNoEngineMadeIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ShardAssignor().configure(Map.of()))
                .withMessageContaining("millrace.internal.assignor");
    }

    private Map<String, Set<TopicPartition>> partitions(ShardAssignor leader) {
        return leader
                .assign(group.cluster(), new GroupSubscription(group.subscriptions()))
                .groupAssignment()
                .entrySet()
                .stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        entry -> new HashSet<>(entry.getValue().partitions())));
    }

    private static ShardAssignor assignor() {
        ShardAssignor assignor = new ShardAssignor();
        assignor.configure(Map.of(
                AssignorSetup.SETTING,
                new AssignorSetup(
                        "cards",
                        Division.BY_PARTITION,
                        Set.of("orders+payments"),
                        0,
                        StandbyShards.NONE,
                        Instances.NONE)));
        return assignor;
    }

    private int partitionsInAll() {
        return group.members().stream()
                .mapToInt(member -> member.owned().size())
                .sum();
    }

    private static Set<TopicPartition> partitions(List<Integer> orders, List<Integer> payments) {
        Set<TopicPartition> partitions = new HashSet<>();
        orders.forEach(number -> partitions.add(new TopicPartition("orders", number)));
        payments.forEach(number -> partitions.add(new TopicPartition("payments", number)));
        return partitions;
    }
}
