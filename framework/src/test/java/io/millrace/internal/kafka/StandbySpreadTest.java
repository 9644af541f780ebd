package io.millrace.internal.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.internal.kafka.SimulatedGroup.Member;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class StandbySpreadTest {

    private final SimulatedGroup group = new SimulatedGroup(Set.of("cards"), 1).topic("cards", 12);

    @Test
    void eachShardHasACopyAtAnotherMemberThanItsOwner() {
        List<Member> members = List.of(group.join(), group.join(), group.join());

        group.settle();

        assertThat(members)
                .allSatisfy(
                        member -> assertThat(member.copies()).hasSize(4).doesNotContainAnyElementsOf(owned(member)));
        assertThat(members.stream().flatMap(member -> member.copies().stream())).doesNotHaveDuplicates();
    }

    @Test
    void whoIsAloneKeepsNoCopies() {
        Member only = group.join();

        group.settle();

        assertThat(only.copies()).isEmpty();
    }

    @Test
    void shardsOfAMemberThatDisappearsGoToWhereTheirCopiesAre() {
        Member first = group.join();
        Member second = group.join();
        Member third = group.join();
        group.settle();
        Set<ShardKey> copiesOfFirst = first.copies();
        Set<ShardKey> copiesOfSecond = second.copies();
        Set<ShardKey> orphans = owned(third);

        group.remove(third);
        group.settle();

        assertThat(orphans)
                .allSatisfy(shard -> assertThat(owned(first).contains(shard) ? copiesOfFirst : copiesOfSecond)
                        .contains(shard));
    }

    @Test
    void copiesStayWhereTheyAreWhenAMemberDisappears() {
        Member first = group.join();
        Member second = group.join();
        Member third = group.join();
        group.settle();
        Set<ShardKey> before = new HashSet<>(first.copies());
        before.addAll(second.copies());

        group.remove(third);
        group.settle();

        before.removeAll(owned(first));
        before.removeAll(owned(second));
        Set<ShardKey> after = new HashSet<>(first.copies());
        after.addAll(second.copies());
        assertThat(after).containsAll(before);
    }

    @Test
    void aShardThatMovesLeavesItsCopyAtItsOldOwner() {
        Member first = group.join();
        group.settle();
        Member second = group.join();

        group.settle();

        assertThat(first.copies()).isEqualTo(owned(second));
    }

    @Test
    void aMemberThatComesBackGetsShardsOfWhichItHasACopy() {
        Member first = group.join();
        Member second = group.join();
        group.settle();
        group.remove(first);
        group.settle();
        first.believe(Set.of());
        Set<ShardKey> copies = first.copies();
        group.comeBack(first);

        group.settle();

        assertThat(copies).containsAll(owned(first));
        assertThat(owned(second)).hasSize(6);
    }

    @Test
    void aCopyStaysUntilItsShardHasMovedToIt() {
        Member first = group.join();
        group.join();
        group.settle();
        group.remove(first);
        group.settle();
        first.believe(Set.of());
        group.comeBack(first);

        group.rebalance(Set.of()); // the owner gives up, and the shard is nobody's
        Set<ShardKey> between = first.copies();
        group.settle();

        assertThat(owned(first)).hasSize(6);
        assertThat(between).containsAll(owned(first));
        assertThat(first.copies()).doesNotContainAnyElementsOf(owned(first));
    }

    @Test
    void aCompleteCopyGoesBeforeOneThatIsBehind() {
        SimulatedGroup twice = new SimulatedGroup(Set.of("cards"), 2).topic("cards", 12);
        Member first = twice.join();
        Member second = twice.join();
        Member third = twice.join();
        twice.settle();
        List<ShardKey> orphans = owned(third).stream()
                .sorted(Comparator.comparing(ShardKey::partition))
                .toList();
        Set<ShardKey> behindAtFirst = Set.copyOf(orphans.subList(0, 2));
        Set<ShardKey> behindAtSecond = Set.copyOf(orphans.subList(2, 4));
        first.hasPartOf(behindAtFirst);
        second.hasPartOf(behindAtSecond);

        twice.remove(third);
        twice.settle();

        assertThat(owned(first)).containsAll(behindAtSecond).doesNotContainAnyElementsOf(behindAtFirst);
        assertThat(owned(second)).containsAll(behindAtFirst);
    }

    @Test
    void aCopyThatIsBehindGoesBeforeNone() {
        Member first = group.join();
        Member second = group.join();
        Member third = group.join();
        group.settle();
        first.hasPartOf(first.copies());
        second.hasPartOf(second.copies());
        Set<ShardKey> copiesOfFirst = first.copies();
        Set<ShardKey> copiesOfSecond = second.copies();
        Set<ShardKey> orphans = owned(third);

        group.remove(third);
        group.settle();

        assertThat(orphans)
                .allSatisfy(shard -> assertThat(owned(first).contains(shard) ? copiesOfFirst : copiesOfSecond)
                        .contains(shard));
    }

    @Test
    void aMemberThatStartsAnewGetsShardsThatAreOnItsDisk() {
        SimulatedGroup none = new SimulatedGroup(Set.of("cards"), 0).topic("cards", 12);
        Member before = none.join();
        none.join();
        none.settle();
        Set<ShardKey> onDisk = owned(before);
        none.remove(before);
        none.settle();

        Member after = none.join();
        after.hasPartOf(onDisk);
        none.settle();

        assertThat(owned(after)).isEqualTo(onDisk);
    }

    @Test
    void thereAreNotMoreCopiesThanOtherMembers() {
        SimulatedGroup many = new SimulatedGroup(Set.of("cards"), 3).topic("cards", 6);
        List<Member> members = List.of(many.join(), many.join(), many.join());

        many.settle();

        assertThat(members).allSatisfy(member -> assertThat(member.copies()).hasSize(4));
    }

    @Test
    void topicsWithoutStateHaveNoCopies() {
        group.topic("clicks", 4);
        List<Member> members = List.of(group.join(), group.join());

        group.settle();

        assertThat(members)
                .allSatisfy(member ->
                        assertThat(member.copies()).extracting(ShardKey::group).containsOnly("cards"));
    }

    @Test
    void aMemberWithoutTheStoreKeepsNoCopies() {
        Member current = group.join();
        Member old = group.join(Set.of("cards"), Set.of());

        group.settle();

        assertThat(old.copies()).isEmpty();
        assertThat(current.copies()).isEqualTo(owned(old)).hasSize(6);
    }

    @Test
    void withoutStandbyTheListenerIsToldOfNone() {
        SimulatedGroup none = new SimulatedGroup(Set.of("cards"), 0).topic("cards", 6);
        Member first = none.join();
        none.join();

        none.settle();

        assertThat(first.copies()).isEmpty();
    }

    private static Set<ShardKey> owned(Member member) {
        return member.owned().stream()
                .filter(partition -> partition.topic().equals("cards"))
                .map(partition -> new ShardKey("cards", partition.partition()))
                .collect(Collectors.toSet());
    }
}
