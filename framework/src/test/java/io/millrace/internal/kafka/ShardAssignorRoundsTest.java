package io.millrace.internal.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.internal.kafka.SimulatedGroup.Member;
import io.millrace.internal.plan.ShardGroup;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Drives groups through random histories; the rules that hold at each rebalance are checked by {@link SimulatedGroup}. */
class ShardAssignorRoundsTest {

    private static final int EVENTS = 60;
    private static final int MOST_MEMBERS = 7;

    static LongStream seeds() {
        return LongStream.range(0, 60);
    }

    @ParameterizedTest
    @Execution(ExecutionMode.CONCURRENT)
    @MethodSource("seeds")
    void aGroupComesToRestEvenlyWhateverHappens(long seed) {
        Random random = new Random(seed);
        int standby = random.nextInt(3);
        SimulatedGroup group = randomGroup(random, standby);
        group.join();
        group.settle();
        List<Member> away = new ArrayList<>();
        for (int event = 0; event < EVENTS; event++) {
            happen(random, group, away);
            if (random.nextInt(4) == 0) { // another event before the group has come to rest
                group.rebalance(someOf(group.members(), random));
            } else {
                group.settle();
                checkRest(group);
                checkCopies(group, standby);
            }
        }
    }

    @ParameterizedTest
    @Execution(ExecutionMode.CONCURRENT)
    @MethodSource("seeds")
    void noMoreMovesThanBalanceNeeds(long seed) {
        Random random = new Random(seed);
        SimulatedGroup group = new SimulatedGroup(Set.of("a+b"), 0);
        int shards = 1 + random.nextInt(30);
        group.topic("a", shards).topic("b", shards);
        for (int event = 0; event < EVENTS; event++) {
            joinOrLeave(random, group);
            int least = leastMoves(
                    group.members().stream()
                            .map(member -> member.owned().size() / 2)
                            .toList(),
                    shards);

            assertThat(group.settle()).isEqualTo(2 * least);
        }
    }

    private static void checkCopies(SimulatedGroup group, int standby) {
        int others = group.members().size() - 1;
        Map<ShardKey, Long> copies = group.members().stream()
                .flatMap(member -> member.copies().stream())
                .collect(Collectors.groupingBy(shard -> shard, Collectors.counting()));
        assertThat(copies.keySet()).isEqualTo(Math.min(standby, others) == 0 ? Set.of() : group.shards());
        assertThat(copies.values()).allMatch(count -> count == Math.min(standby, others));
        assertThat(spread(group.members().stream()
                        .map(member -> member.copies().size())
                        .toList()))
                .as("spread of copies")
                .isLessThanOrEqualTo(1 + spread(ownedShards(group)));
        for (Member member : group.members()) {
            assertThat(member.copies()).noneMatch(shard -> member.owned()
                    .contains(new TopicPartition(
                            ShardGroup.topicsOf(shard.group()).first(), shard.partition())));
        }
    }

    private static void checkRest(SimulatedGroup group) {
        assertThat(group.members().stream().flatMap(member -> member.owned().stream()))
                .containsExactlyInAnyOrderElementsOf(group.readable());
        Collection<Map<String, Integer>> loads = group.loads().values();
        assertSpread(loads.stream()
                .map(load -> load.values().stream().mapToInt(Integer::intValue).sum())
                .toList());
        loads.iterator()
                .next()
                .keySet()
                .forEach(kind -> assertSpread(
                        loads.stream().map(load -> load.getOrDefault(kind, 0)).toList()));
    }

    private static void assertSpread(List<Integer> numbers) {
        assertThat(spread(numbers)).as("spread of %s", numbers).isLessThanOrEqualTo(1);
    }

    private static int spread(List<Integer> numbers) {
        TreeSet<Integer> sorted = new TreeSet<>(numbers);
        return sorted.last() - sorted.first();
    }

    private static List<Integer> ownedShards(SimulatedGroup group) {
        return group.loads().values().stream()
                .map(load -> load.entrySet().stream()
                        .filter(kind -> group.groups().contains(kind.getKey()))
                        .mapToInt(Map.Entry::getValue)
                        .sum())
                .toList();
    }

    /** Returns how many shards have to move so that all have equally many but for one. */
    private static int leastMoves(List<Integer> owned, int shards) {
        List<Integer> most = owned.stream().sorted(Comparator.reverseOrder()).toList();
        return IntStream.range(0, most.size())
                .map(index -> {
                    int quota = shards / most.size() + (index < shards % most.size() ? 1 : 0);
                    return Math.max(0, most.get(index) - quota);
                })
                .sum();
    }

    private static SimulatedGroup randomGroup(Random random, int standby) {
        Set<String> groups = new HashSet<>();
        for (String name : List.of("a", "b+c", "d+e+f")) {
            if (random.nextBoolean()) {
                groups.add(name);
            }
        }
        SimulatedGroup group = new SimulatedGroup(groups, standby);
        for (String name : List.of("a", "b+c", "d+e+f", "g", "h")) {
            int partitions = random.nextInt(12);
            ShardGroup.topicsOf(name).forEach(topic -> group.topic(topic, partitions));
        }
        return group;
    }

    private static void happen(Random random, SimulatedGroup group, List<Member> away) {
        switch (random.nextInt(9)) {
            case 0 -> addPartitions(random, group);
            case 3 -> {
                Member behind = pick(group.members(), random);
                behind.hasPartOf(group.shards().stream()
                        .filter(shard -> random.nextBoolean())
                        .collect(Collectors.toSet()));
            }
            case 1 -> {
                if (!away.isEmpty()) {
                    group.comeBack(away.remove(0));
                }
            }
            case 2 -> {
                if (group.members().size() > 1) {
                    Member gone = pick(group.members(), random);
                    group.remove(gone);
                    away.add(gone);
                }
            }
            default -> joinOrLeave(random, group);
        }
    }

    private static void joinOrLeave(Random random, SimulatedGroup group) {
        int size = group.members().size();
        if (size < 2 || (size < MOST_MEMBERS && random.nextBoolean())) {
            group.join();
        } else {
            group.remove(pick(group.members(), random));
        }
    }

    private static void addPartitions(Random random, SimulatedGroup group) {
        String topic = pick(List.of("a", "b", "c", "d", "e", "f", "g", "h"), random);
        group.topic(topic, group.partitions(topic) + 1 + random.nextInt(2));
    }

    private static <T> T pick(Collection<T> all, Random random) {
        return List.copyOf(all).get(random.nextInt(all.size()));
    }

    private static Set<Member> someOf(Collection<Member> members, Random random) {
        Set<Member> some = new HashSet<>();
        members.forEach(member -> {
            if (random.nextInt(3) == 0) {
                some.add(member);
            }
        });
        return some;
    }
}
