package io.millrace.internal.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.millrace.internal.epoch.KeyGroups;
import io.millrace.internal.epoch.PartitionAssignment;
import io.millrace.internal.epoch.Shard;
import io.millrace.processor.SourcePartition;
import io.millrace.support.TestEpochs;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ExchangeTest {

    private static final int CAPACITY = 8;

    private final List<Lane> lanes = List.of(lane(), lane(), lane());
    private final Exchange exchange = new Exchange(lanes);

    @Test
    void recordsOfAPartitionTakeOneLane() {
        PartitionAssignment assignment = TestEpochs.assignment("in", 5);

        for (int offset = 0; offset < 6; offset++) {
            exchange.send(Events.data(assignment, offset));
        }

        assertThat(lanes.stream().map(ExchangeTest::read)).containsOnlyOnce(List.of(0L, 1L, 2L, 3L, 4L, 5L));
    }

    @Test
    void aPartitionThatComesBackTakesTheLaneItHad() {
        PartitionAssignment before = TestEpochs.assignment("in", 5);
        PartitionAssignment after = TestEpochs.assignment("in", 5);

        assertThat(exchange.laneOf(after)).isSameAs(exchange.laneOf(before));
    }

    @Test
    void neighbouringPartitionsTakeDifferentLanes() {
        Set<LaneWriter> taken = new HashSet<>();
        for (int partition = 0; partition < lanes.size(); partition++) {
            taken.add(exchange.laneOf(TestEpochs.assignment("in", partition)));
        }

        assertThat(taken).hasSameSizeAs(lanes);
    }

    @Test
    void whereStateIsSharedAllPartitionsOfAShardTakeOneLane() {
        Exchange byShard = new Exchange(lanes, Spread.BY_SHARD);
        Shard shard = new Shard("in+other", 0);
        Set<LaneWriter> taken = new HashSet<>();
        for (int partition = 0; partition < 10; partition++) {
            taken.add(byShard.laneOf(assignment("in", partition, shard)));
            taken.add(byShard.laneOf(assignment("other", partition, shard)));
        }

        assertThat(taken).hasSize(1);
    }

    @Test
    void whereNoneIsThePartitionsOfAShardTakeDifferentLanes() {
        Shard shard = new Shard("in+other", 0);
        Set<LaneWriter> taken = new HashSet<>();
        for (int partition = 0; partition < lanes.size(); partition++) {
            taken.add(exchange.laneOf(assignment("in", partition, shard)));
        }

        assertThat(taken).hasSameSizeAs(lanes);
    }

    @Test
    void recordsThatAreSpreadByKeyHaveNoLaneOfTheirOwn() {
        Exchange byKey = new Exchange(lanes, Spread.byKey(KeyGroups.IN_THIS_PROCESS));

        assertThatIllegalStateException().isThrownBy(() -> byKey.laneOf(TestEpochs.assignment("in", 0)));
    }

    @Test
    void anOpeningTakesTheLaneOfItsRecordsAndNoOther() {
        LaneEvent.Opening opening = new LaneEvent.Opening(TestEpochs.assignment("in", 1));

        exchange.open(opening);

        int taken = 0;
        for (Lane lane : lanes) {
            taken += lane.poll(event -> event == opening);
        }
        assertThat(taken).isEqualTo(1);
    }

    @Test
    void aBroadcastTakesEveryLane() {
        LaneEvent.Barrier barrier = new LaneEvent.Barrier(TestEpochs.epoch(1), List.of());

        exchange.broadcast(barrier);

        for (Lane lane : lanes) {
            List<LaneEvent> events = new ArrayList<>();
            lane.poll(events::add);
            assertThat(events).containsExactly(barrier);
        }
    }

    @Test
    void aBroadcastStaysBehindTheRecordsBeforeIt() {
        LaneEvent.Data record = Events.data(0);
        LaneEvent.Barrier barrier = new LaneEvent.Barrier(TestEpochs.epoch(1), List.of());
        exchange.send(record);

        exchange.broadcast(barrier);

        List<LaneEvent> events = new ArrayList<>();
        lanes.get(record.origin().assignment().worker(lanes.size())).poll(events::add);
        assertThat(events).containsExactly(record, barrier);
    }

    @Test
    void oneLaneThatIsFullMakesTheExchangeUnclear() {
        overfill();

        assertThat(exchange.isClear()).isFalse();
    }

    @Test
    void flushClearsItOnceThereIsRoom() {
        overfill();
        lanes.forEach(ExchangeTest::read);

        assertThat(exchange.flush()).isEqualTo(1);
        assertThat(exchange.isClear()).isTrue();
    }

    private static PartitionAssignment assignment(String topic, int partition, Shard shard) {
        return new PartitionAssignment(new SourcePartition(topic, partition), 1, 10, shard);
    }

    private void overfill() {
        for (int offset = 0; offset <= CAPACITY; offset++) {
            exchange.send(Events.data(offset));
        }
    }

    private static Lane lane() {
        return new Lane(CAPACITY, WakeUp.NOT_NEEDED, WakeUp.NOT_NEEDED);
    }

    private static List<Long> read(Lane lane) {
        List<Long> offsets = new ArrayList<>();
        lane.poll(event -> offsets.add(Events.offset(event)));
        return offsets;
    }
}
