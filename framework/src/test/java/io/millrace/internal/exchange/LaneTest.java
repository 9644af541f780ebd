package io.millrace.internal.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class LaneTest {

    private static final int CAPACITY = 4;

    private final AtomicInteger producerWoken = new AtomicInteger();
    private final AtomicInteger consumerWoken = new AtomicInteger();
    private final Lane lane = new Lane(CAPACITY, producerWoken::incrementAndGet, consumerWoken::incrementAndGet);
    private final List<Long> read = new ArrayList<>();

    @Test
    void anEmptyLaneGivesNothing() {
        assertThat(lane.poll(this::takeAll)).isZero();
    }

    @Test
    void eventsComeOutInTheOrderTheyWentIn() {
        for (int round = 0; round < 5; round++) {
            lane.offer(Events.data(3 * round));
            lane.offer(Events.data(3 * round + 1));
            lane.offer(Events.data(3 * round + 2));
            lane.poll(this::takeAll);
        }

        assertThat(read)
                .containsExactlyElementsOf(LongStream.range(0, 15).boxed().toList());
    }

    @Test
    void aFullLaneRefuses() {
        fill();

        assertThat(lane.offer(Events.data(CAPACITY))).isFalse();
    }

    @Test
    void itsFillIsTheShareThatIsTaken() {
        assertThat(lane.fill()).isZero();
        lane.offer(Events.data(0));
        assertThat(lane.fill()).isEqualTo(1.0 / CAPACITY);

        lane.poll(this::takeAll);

        assertThat(lane.fill()).isZero();
    }

    @Test
    void aRefusedEventIsNotInTheLane() {
        fill();
        lane.offer(Events.data(CAPACITY));

        lane.poll(this::takeAll);

        assertThat(read).containsExactly(0L, 1L, 2L, 3L);
    }

    @Test
    void aLaneThatWasFullTakesAgainWhatWasReadFromIt() {
        fill();
        lane.poll(this::takeOne);

        assertThat(lane.offer(Events.data(CAPACITY))).isTrue();
    }

    @Test
    void aLaneIsFullOfLargeRecordsLongBeforeItIsFullOfRecords() {
        assertThat(lane.offer(Events.large(0, 3_000_000))).isTrue();
        assertThat(lane.offer(Events.large(1, 3_000_000))).isTrue();
        assertThat(lane.offer(Events.large(2, 1))).isFalse();

        lane.poll(this::takeOne);

        assertThat(producerWoken).hasValue(1);
        assertThat(lane.offer(Events.large(2, 1))).isTrue();
    }

    @Test
    void whatIsNoRecordFindsRoomBehindLargeRecords() {
        lane.offer(Events.large(0, Integer.MAX_VALUE));

        assertThat(lane.offer(Events.data(1))).isTrue();
    }

    @Test
    void aRecordLargerThanALaneIsTakenIfItIsEmpty() {
        lane.offer(Events.large(0, Integer.MAX_VALUE));
        lane.poll(this::takeAll);

        assertThat(lane.offer(Events.large(1, Integer.MAX_VALUE))).isTrue();
    }

    @Test
    void aRefusedProducerIsWokenWhenThereIsRoom() {
        fill();
        lane.offer(Events.data(CAPACITY));

        lane.poll(this::takeOne);

        assertThat(producerWoken).hasValue(1);
    }

    @Test
    void aRefusedProducerIsWokenOnce() {
        fill();
        lane.offer(Events.data(CAPACITY));

        lane.poll(this::takeOne);
        lane.poll(this::takeOne);

        assertThat(producerWoken).hasValue(1);
    }

    @Test
    void aProducerThatWasNotRefusedIsLeftAlone() {
        fill();

        lane.poll(this::takeAll);

        assertThat(producerWoken).hasValue(0);
    }

    @Test
    void theConsumerIsWokenByEveryEvent() {
        lane.offer(Events.data(0));
        lane.offer(Events.data(1));

        assertThat(consumerWoken).hasValue(2);
    }

    @Test
    void aRefusalWakesNobody() {
        fill();
        consumerWoken.set(0);

        lane.offer(Events.data(CAPACITY));

        assertThat(consumerWoken).hasValue(0);
    }

    @Test
    void theConsumerIsWokenAfterTheEventIsThere() {
        List<Long> seenOnWakeUp = new ArrayList<>();
        Lane[] woken = new Lane[1];
        woken[0] = new Lane(
                CAPACITY,
                WakeUp.NOT_NEEDED,
                () -> woken[0].poll(event -> {
                    seenOnWakeUp.add(Events.offset(event));
                    return true;
                }));

        woken[0].offer(Events.data(7));

        assertThat(seenOnWakeUp).containsExactly(7L);
    }

    @Test
    void theProducerIsWokenAfterTheRoomIsThere() {
        List<Boolean> takenOnWakeUp = new ArrayList<>();
        Lane[] woken = new Lane[1];
        woken[0] = new Lane(1, () -> takenOnWakeUp.add(woken[0].offer(Events.data(1))), WakeUp.NOT_NEEDED);
        woken[0].offer(Events.data(0));
        woken[0].offer(Events.data(1));

        woken[0].poll(this::takeAll);

        assertThat(takenOnWakeUp).containsExactly(true);
    }

    @Test
    void aReaderThatHasEnoughLeavesTheRest() {
        fill();

        int taken = lane.poll(this::takeOne);

        assertThat(taken).isEqualTo(1);
        assertThat(lane.depth()).isEqualTo(CAPACITY - 1);
    }

    @Test
    void depthCountsWhatWaits() {
        lane.offer(Events.data(0));
        lane.offer(Events.data(1));

        assertThat(lane.depth()).isEqualTo(2);
    }

    @Test
    void theRingKeepsNoEventAliveThatWasRead() {
        WeakReference<LaneEvent> event = offeredAndForgotten();

        lane.poll(taken -> true);

        await().until(() -> {
            System.gc();
            return event.get() == null;
        });
    }

    @Test
    void theRingKeepsAnEventAliveUntilItIsRead() {
        WeakReference<LaneEvent> event = offeredAndForgotten();

        System.gc();

        assertThat(event.get()).isNotNull();
    }

    @Test
    void whatTheReaderThrowsComesOutOfPoll() {
        lane.offer(Events.data(0));

        assertThatIllegalStateException()
                .isThrownBy(() -> lane.poll(event -> {
                    throw new IllegalStateException("reader");
                }))
                .withMessage("reader");
    }

    private WeakReference<LaneEvent> offeredAndForgotten() {
        LaneEvent event = Events.data(0);
        lane.offer(event);
        return new WeakReference<>(event);
    }

    private void fill() {
        for (int offset = 0; offset < CAPACITY; offset++) {
            assertThat(lane.offer(Events.data(offset))).isTrue();
        }
    }

    private boolean takeAll(LaneEvent event) {
        read.add(Events.offset(event));
        return true;
    }

    private boolean takeOne(LaneEvent event) {
        read.add(Events.offset(event));
        return false;
    }
}
