package io.millrace.internal.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.internal.kafka.SimulatedGroup.Member;
import io.millrace.internal.plan.Division;
import io.millrace.support.LogLines;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Consumer groups whose state is not divided: one member has everything, the others stand by. */
class SoleOwnerTest {

    private static final ShardKey SHARD = new ShardKey("orders+payments", 0);
    private static final int EVENTS = 60;
    private static final int MOST_MEMBERS = 5;

    private final SimulatedGroup group = group();

    static LongStream seeds() {
        return LongStream.range(0, 60);
    }

    @Test
    void oneMemberHasAllPartitionsOfAllTopics() {
        Member first = group.join();
        Member second = group.join();

        group.settle();

        assertThat(first.owned()).isEqualTo(group.partitions());
        assertThat(second.owned()).isEmpty();
    }

    @Test
    void aMemberThatJoinsTakesNothingFromALivingOne() {
        Member first = group.join();
        group.settle();
        Member second = group.join();

        assertThat(group.settle()).isZero();

        assertThat(first.owned()).isEqualTo(group.partitions());
        assertThat(second.owned()).isEmpty();
    }

    @Test
    void allOthersKeepCopiesWithoutBeingAsked() {
        group.join();
        group.settle();
        Member second = group.join();
        Member third = group.join();

        group.settle();

        assertThat(second.copies()).containsExactly(SHARD);
        assertThat(third.copies()).containsExactly(SHARD);
    }

    @Test
    void aCompleteCopyTakesOver() {
        Member first = group.join();
        Member second = group.join();
        Member third = group.join();
        group.settle();
        second.hasPartOf(Set.of(SHARD));

        group.remove(first);
        group.settle();

        assertThat(third.owned()).isEqualTo(group.partitions());
        assertThat(second.owned()).isEmpty();
    }

    @Test
    void itGetsAllAtOnceWhereNobodyElseMayReadAnyOfIt() {
        Member first = group.join();
        Member second = group.join();
        group.settle();
        group.remove(first);

        group.rebalance(Set.of());

        assertThat(second.owned()).isEqualTo(group.partitions());
    }

    @Test
    void anOwnerThatWasAwayStandsByForItsSuccessor() {
        Member first = group.join();
        Member second = group.join();
        group.settle();
        group.remove(first);
        group.settle();
        group.comeBack(first);

        group.settle();

        assertThat(second.owned()).isEqualTo(group.partitions());
        assertThat(first.owned()).isEmpty();
    }

    @Test
    void partitionsThatAreAddedGoToTheOwner() {
        Member first = group.join();
        group.join();
        group.settle();
        group.topic("orders", 5);

        assertThat(group.settle()).isZero();

        assertThat(first.owned()).isEqualTo(group.partitions()).hasSize(7);
    }

    @Test
    void oneMemberThatSaysSoIsEnough() {
        SimulatedGroup mixed = group();
        Member divided = mixed.join(Division.BY_PARTITION, Set.of("orders", "payments"), Set.of("orders", "payments"));
        mixed.settle();
        Member undivided = mixed.join();

        mixed.settle();

        assertThat(divided.owned()).isEqualTo(mixed.partitions());
        assertThat(undivided.owned()).isEmpty();
        assertThat(undivided.copies()).containsExactly(SHARD);
        assertThat(divided.copies()).isEmpty();
    }

    @Test
    void whatSeveralHaveGoesToTheOneThatHasMost() {
        SimulatedGroup mixed = group();
        Member most = mixed.join();
        Member least = mixed.join();
        least.believe(new HashSet<>(Set.of(new TopicPartition("orders", 0))));
        most.believe(new HashSet<>(Set.of(new TopicPartition("orders", 1), new TopicPartition("orders", 2))));

        mixed.rebalance(Set.of());
        assertThat(most.owned()).hasSize(5).doesNotContain(new TopicPartition("orders", 0));
        assertThat(least.owned()).isEmpty();

        mixed.settle();
        assertThat(most.owned()).isEqualTo(mixed.partitions());
    }

    @Test
    void theOwnerReadsWhatItsTopologyHas() {
        SimulatedGroup mixed = group().topic("clicks", 2);
        Member former = mixed.join(Set.of("orders", "payments"), Set.of("orders+payments"));
        mixed.settle();
        Member next = mixed.join();
        mixed.settle();
        assertThat(former.owned())
                .extracting(TopicPartition::topic)
                .doesNotContain("clicks")
                .hasSize(6);
        assertThat(next.owned()).isEmpty();

        mixed.remove(former);
        mixed.settle();

        assertThat(next.owned()).isEqualTo(mixed.partitions());
    }

    @Test
    void standingByAndTakingOverAreTold() {
        Member first = group.join();
        Member second = group.join();

        List<String> standingBy = LogLines.of(StandbyNotice.class, () -> {
            group.settle();
            group.rebalance(Set.of());
        });
        List<String> takingOver = LogLines.of(StandbyNotice.class, () -> {
            group.remove(first);
            group.settle();
        });

        assertThat(standingBy)
                .singleElement()
                .asString()
                .startsWith("INFO Topology 'cards' stands by for member '" + first.id() + "'")
                .contains("with 'shuffle' set to 'local'");
        assertThat(takingOver)
                .containsExactly("INFO Topology 'cards' takes over all partitions from member '" + first.id()
                        + "', which has left the consumer group or was missed by it");
        assertThat(second.owned()).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void oneMemberHasAllOfItWhateverHappens(long seed) {
        Random random = new Random(seed);
        group.join();
        group.settle();
        List<Member> away = new ArrayList<>();
        for (int event = 0; event < EVENTS; event++) {
            Set<Member> ownersBefore = owners();
            happen(random, away);
            Set<Member> late = random.nextInt(4) == 0 ? someOf(random) : Set.of();
            group.rebalance(late);
            checkNobodyTookOverFromTheLiving(ownersBefore, late);
            if (late.isEmpty()) {
                group.settle();
                checkRest();
            }
        }
    }

    /** Those that come back believe to own what they owned; they are not to be believed. */
    private void checkNobodyTookOverFromTheLiving(Set<Member> before, Set<Member> late) {
        List<Member> living = before.stream().filter(group.members()::contains).toList();
        if (living.size() == 1 && late.isEmpty()) {
            assertThat(owners()).containsExactlyElementsOf(living);
        }
    }

    private void checkRest() {
        Member owner = owners().iterator().next();
        assertThat(owner.owned()).isEqualTo(group.partitions());
        for (Member member : group.members()) {
            if (member != owner) {
                assertThat(member.owned()).isEmpty();
                assertThat(member.copies()).containsExactly(SHARD);
            }
        }
    }

    private Set<Member> owners() {
        Set<Member> owners = new HashSet<>(group.members());
        owners.removeIf(member -> member.owned().isEmpty());
        return owners;
    }

    private void happen(Random random, List<Member> away) {
        List<Member> members = List.copyOf(group.members());
        Member any = members.get(random.nextInt(members.size()));
        switch (random.nextInt(6)) {
            case 0 -> group.topic("orders", group.partitions("orders") + 1);
            case 1 -> any.hasPartOf(random.nextBoolean() ? Set.of(SHARD) : Set.of());
            case 2 -> {
                if (!away.isEmpty()) {
                    group.comeBack(away.remove(0));
                }
            }
            case 3 -> {
                if (members.size() > 1) {
                    group.remove(any);
                    away.add(any);
                }
            }
            default -> {
                if (members.size() < MOST_MEMBERS) {
                    group.join();
                }
            }
        }
    }

    private Set<Member> someOf(Random random) {
        Set<Member> some = new HashSet<>(group.members());
        some.removeIf(member -> random.nextInt(3) > 0);
        return some;
    }

    private static SimulatedGroup group() {
        return new SimulatedGroup(Division.UNDIVIDED, Set.of("orders+payments"), 0)
                .topic("orders", 4)
                .topic("payments", 2);
    }
}
