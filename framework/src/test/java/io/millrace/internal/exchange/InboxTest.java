package io.millrace.internal.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.millrace.internal.epoch.Epoch;
import io.millrace.internal.epoch.PartitionAssignment;
import io.millrace.support.TestEpochs;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class InboxTest {

    private final Lane left = lane();
    private final Lane right = lane();
    private final Inbox inbox = new Inbox(List.of(left, right));
    private final Recorder receiver = new Recorder();
    private final Epoch first = TestEpochs.epoch(1);
    private final Epoch second = TestEpochs.epoch(1);

    @Test
    void recordsOfAllLanesAreDelivered() {
        left.offer(Events.data(1));
        right.offer(Events.data(2));

        assertThat(inbox.poll(receiver)).isEqualTo(2);
        assertThat(receiver.seen).containsExactlyInAnyOrder("1", "2");
    }

    @Test
    void aBarrierIsHeldBackUntilItHasComeOnEveryLane() {
        left.offer(barrier(first));

        inbox.poll(receiver);

        assertThat(receiver.seen).isEmpty();
    }

    @Test
    void aBarrierThatHasComeOnEveryLaneIsDeliveredOnce() {
        left.offer(barrier(first));
        right.offer(barrier(first));

        pollAll();

        assertThat(receiver.seen).containsExactly("barrier");
    }

    @Test
    void aLaneThatDeliveredItsBarrierIsNotReadUntilTheOthersHave() {
        left.offer(barrier(first));
        left.offer(Events.data(10));
        right.offer(Events.data(20));

        pollAll();

        assertThat(receiver.seen).containsExactly("20");
    }

    @Test
    void recordsBehindTheBarrierFollowOnceItIsDelivered() {
        left.offer(barrier(first));
        left.offer(Events.data(10));
        right.offer(Events.data(20));
        right.offer(barrier(first));

        pollAll();

        assertThat(receiver.seen).containsExactly("20", "barrier", "10");
    }

    @Test
    void aClosedLaneFillsUpAndLosesNothing() {
        left.offer(barrier(first));
        inbox.poll(receiver);
        for (int offset = 0; offset < 8; offset++) {
            left.offer(Events.data(offset));
        }
        inbox.poll(receiver);
        right.offer(barrier(first));

        pollAll();

        assertThat(receiver.seen).containsExactly("barrier", "0", "1", "2", "3", "4", "5", "6", "7");
    }

    @Test
    void epochsFollowEachOther() {
        for (Epoch epoch : List.of(first, second)) {
            left.offer(barrier(epoch));
            right.offer(barrier(epoch));
        }

        pollAll();

        assertThat(receiver.seen).containsExactly("barrier", "barrier");
    }

    @Test
    void barriersOfDifferentEpochsAtATimeAreRefused() {
        left.offer(barrier(first));
        right.offer(barrier(second));

        assertThatIllegalStateException().isThrownBy(this::pollAll).withMessageContaining("is aligning");
    }

    @Test
    void aReceiverThatWantsNoMoreGetsNoMore() {
        left.offer(Events.data(1));
        left.offer(Events.data(2));
        right.offer(Events.data(3));
        receiver.limit = 1;

        inbox.poll(receiver);

        assertThat(receiver.seen).hasSize(1);
    }

    @Test
    void aReceiverThatWantsNothingGetsNoBarrierEither() {
        left.offer(barrier(first));
        right.offer(barrier(first));
        receiver.limit = 0;

        pollAll();

        assertThat(receiver.seen).isEmpty();
    }

    @Test
    void noLaneStarves() {
        for (int offset = 0; offset < 4; offset++) {
            left.offer(Events.data(offset));
        }
        right.offer(Events.data(100));
        receiver.limit = 1;
        inbox.poll(receiver);
        receiver.limit = 2;

        inbox.poll(receiver);

        assertThat(receiver.seen).contains("100");
    }

    @Test
    void anOpeningIsDeliveredFromEachLane() {
        PartitionAssignment assignment = TestEpochs.assignment("in", 0);
        left.offer(new LaneEvent.Opening(assignment));
        right.offer(new LaneEvent.Opening(assignment));

        pollAll();

        assertThat(receiver.seen).containsExactly("opening", "opening");
    }

    @Test
    void aLaneWhoseRecordMayNotComeWaitsWhileOthersGoOn() {
        receiver.awaiting.add(1L);
        left.offer(Events.data(1));
        left.offer(Events.data(2));
        right.offer(Events.data(20));
        pollAll();
        assertThat(receiver.seen).containsExactly("20");

        receiver.awaiting.clear();
        pollAll();

        assertThat(receiver.seen).containsExactly("20", "1", "2");
    }

    private void pollAll() {
        while (inbox.poll(receiver) > 0) {
            continue;
        }
    }

    private static LaneEvent.Barrier barrier(Epoch epoch) {
        return new LaneEvent.Barrier(epoch, List.of());
    }

    private static Lane lane() {
        return new Lane(16, WakeUp.NOT_NEEDED, WakeUp.NOT_NEEDED);
    }

    private static final class Recorder implements Inbox.Receiver {
        private final List<String> seen = new ArrayList<>();
        private final Set<Long> awaiting = new HashSet<>();
        private int limit = Integer.MAX_VALUE;

        @Override
        public boolean wantsMore() {
            return seen.size() < limit;
        }

        @Override
        public boolean mayCome(LaneEvent.Data data) {
            return !awaiting.contains(Events.offset(data));
        }

        @Override
        public void data(int lane, LaneEvent.Data data) {
            seen.add(String.valueOf(Events.offset(data)));
        }

        @Override
        public void block(LaneEvent.Block block) {
            throw new IllegalStateException("Nobody sends blocks");
        }

        @Override
        public void time(int lane, LaneEvent.Time time) {}

        @Override
        public void caughtUp(LaneEvent.CaughtUp event) {}

        @Override
        public void opening(int lane, LaneEvent.Opening opening) {
            seen.add("opening");
        }

        @Override
        public void barrier(LaneEvent.Barrier barrier) {
            seen.add("barrier");
        }
    }
}
