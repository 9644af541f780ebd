package io.millrace.internal.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.internal.plan.Division;
import io.millrace.support.Cluster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShardAssignorIT {

    private static final int SHARDS = 7;

    private final Cluster cluster = Cluster.shared();
    private final String application = Cluster.application();
    private final String orders = cluster.topic("orders", SHARDS);
    private final String payments = cluster.topic("payments", SHARDS);
    private final String clicks = cluster.topic("clicks", 5);
    private final String shardGroup = String.join("+", new TreeSet<>(Set.of(orders, payments)));
    private final List<Member> members = new ArrayList<>();
    private final Map<TopicPartition, Member> owners = new ConcurrentHashMap<>();
    private final List<String> sharedPartitions = new ArrayList<>();
    private final List<String> torn = new ArrayList<>();

    @AfterEach
    void closeAll() {
        List.copyOf(members).forEach(Member::leave);
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void shardsStayWholeWhileMembersComeAndGo(String protocol) {
        Member first = new Member(protocol, 0);
        awaitRest();
        Member second = new Member(protocol, 0);
        awaitRest();
        Member third = new Member(protocol, 0);
        awaitRest();
        first.leave();
        awaitRest();
        new Member(protocol, 0);
        new Member(protocol, 0);
        awaitRest();
        second.leave();
        third.leave();
        awaitRest();

        assertThat(sharedPartitions).isEmpty();
        assertThat(torn).isEmpty();
    }

    @Test
    void standbyCopiesBecomeOwners() {
        Member first = new Member("classic", 1);
        Member second = new Member("classic", 1);
        Member third = new Member("classic", 1);
        awaitRest();
        await().until(() -> first.copies.size() + second.copies.size() + third.copies.size() == SHARDS);
        Set<ShardKey> copiesOfFirst = first.copies;
        Set<ShardKey> copiesOfSecond = second.copies;
        Set<ShardKey> orphans = third.shards();
        assertThat(orphans).isNotEmpty().doesNotContainAnyElementsOf(third.copies);

        third.leave();
        awaitRest();

        assertThat(orphans)
                .allSatisfy(shard -> assertThat(first.shards().contains(shard) ? copiesOfFirst : copiesOfSecond)
                        .contains(shard));
    }

    /** Polls all members until everything is assigned, and evenly. */
    private void awaitRest() {
        await().atMost(Duration.ofSeconds(40))
                .pollInterval(Duration.ofMillis(10))
                .untilAsserted(() -> {
                    List.copyOf(members).forEach(Member::poll);
                    assertThat(members.stream()
                                    .mapToInt(member -> member.owned().size())
                                    .sum())
                            .isEqualTo(2 * SHARDS + 5);
                    for (Member member : members) {
                        assertThat(member.numbers(orders))
                                .isEqualTo(member.numbers(payments))
                                .hasSizeBetween(SHARDS / members.size(), (SHARDS - 1) / members.size() + 1);
                    }
                });
    }

    private final class Member implements ConsumerRebalanceListener, StandbyShards {

        @Override
        public void elsewhere(Instances instances) {
            // Nobody asks.
        }

        private final KafkaConsumer<byte[], byte[]> consumer;
        private volatile Set<ShardKey> copies = Set.of();

        Member(String protocol, int standby) {
            Map<String, Object> settings =
                    protocol.equals("classic") ? cluster.engineProperties() : cluster.properties();
            settings.put("group.protocol", protocol);
            AssignorSetup setup = new AssignorSetup(
                    "cards", Division.BY_PARTITION, Set.of(shardGroup), standby, this, Instances.NONE);
            Map<String, Object> all = new HashMap<>(
                    ClientDefaults.statefulConsumer(application, setup).around(settings));
            all.put("auto.offset.reset", "earliest");
            consumer = new KafkaConsumer<>(all, new ByteArrayDeserializer(), new ByteArrayDeserializer());
            consumer.subscribe(List.of(orders, payments, clicks), this);
            members.add(this);
        }

        @Override
        public void standby(Set<ShardKey> shards) {
            copies = shards;
        }

        @Override
        public Holdings held() {
            return Holdings.copies(copies);
        }

        void poll() {
            consumer.poll(Duration.ofMillis(20));
            if (!numbers(orders).equals(numbers(payments))) {
                torn.add(owned().toString());
            }
        }

        Set<TopicPartition> owned() {
            return consumer.assignment();
        }

        Set<Integer> numbers(String topic) {
            return owned().stream()
                    .filter(partition -> partition.topic().equals(topic))
                    .map(TopicPartition::partition)
                    .collect(Collectors.toSet());
        }

        Set<ShardKey> shards() {
            return numbers(orders).stream()
                    .map(number -> new ShardKey(shardGroup, number))
                    .collect(Collectors.toSet());
        }

        void leave() {
            members.remove(this);
            consumer.close(CloseOptions.timeout(Duration.ofSeconds(5)));
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            for (TopicPartition partition : partitions) {
                if (owners.putIfAbsent(partition, this) != null) {
                    sharedPartitions.add(partition.toString());
                }
            }
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            partitions.forEach(partition -> owners.remove(partition, this));
        }
    }
}
