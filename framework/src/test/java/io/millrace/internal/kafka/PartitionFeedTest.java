package io.millrace.internal.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.internal.epoch.PartitionAssignment;
import io.millrace.internal.epoch.Position;
import io.millrace.internal.exchange.Exchange;
import io.millrace.internal.exchange.Inbox;
import io.millrace.internal.exchange.Lane;
import io.millrace.internal.exchange.LaneEvent;
import io.millrace.internal.exchange.WakeUp;
import io.millrace.support.TestEpochs;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PartitionFeedTest {

    private static final int CAPACITY = 4;

    private final PartitionAssignment assignment = TestEpochs.assignment("in", 1);
    private final Lane lane = new Lane(CAPACITY, WakeUp.NOT_NEEDED, WakeUp.NOT_NEEDED);
    private final Inbox inbox = new Inbox(List.of(lane));
    private final Received received = new Received();
    private final PartitionFeed feed = new PartitionFeed(
            assignment,
            new Position(10, 1),
            new Exchange(List.of(lane)).laneOf(assignment),
            7,
            ReservedHeaders.NONE_KEPT,
            KeptInputs.NONE);

    @BeforeEach
    void allMayFlow() {
        feed.open();
    }

    @Test
    void nothingFlowsBeforeItMay() {
        PartitionFeed shut = new PartitionFeed(
                assignment,
                new Position(10, 1),
                new Exchange(List.of(lane)).laneOf(assignment),
                7,
                ReservedHeaders.NONE_KEPT,
                KeptInputs.NONE);
        shut.add(records(10), null, 0);

        assertThat(shut.publish()).isZero();
        assertThat(shut.isAtLimit()).isTrue();
    }

    @Test
    void recordsFlowUpToTheLimit() {
        feed.limitTo(12);
        add(10, 11, 12, 13);

        assertThat(feed.publish()).isEqualTo(2);

        assertThat(feed.position().offset()).isEqualTo(12);
        assertThat(feed.isAtLimit()).isTrue();
        assertThat(feed.hasNext()).isFalse();
        assertThat(feed.isEmpty()).isFalse();
    }

    @Test
    void offsetsWithoutRecordsBeforeTheLimitAreLeftBehind() {
        feed.limitTo(14);
        add(10, 11, 16);

        feed.publish();

        assertThat(feed.position().offset()).isEqualTo(14);
    }

    @Test
    void aLimitBeforeTheFirstRecordThatWaitsIsReachedAtOnce() {
        add(16);

        feed.limitTo(14);

        assertThat(feed.isAtLimit()).isTrue();
        assertThat(feed.position().offset()).isEqualTo(14);
    }

    @Test
    void whatHasNotEnteredTheLaneWaitsOnceItIsShut() {
        add(10, 11);

        feed.shut();

        assertThat(feed.publish()).isZero();
        feed.open();
        assertThat(feed.publish()).isEqualTo(2);
    }

    @Test
    void itBeginsWhereItIsTold() {
        assertThat(feed.position()).isEqualTo(new Position(10, 1));
    }

    @Test
    void theFirstPositionStaysWhileRecordsWait() {
        add(10, 11);

        assertThat(feed.position()).isEqualTo(new Position(10, 1));
    }

    @Test
    void thePositionIsBehindTheLastRecordThatEnteredTheLane() {
        add(10, 11, 12, 13, 14, 15);

        feed.publish();

        assertThat(feed.position()).isEqualTo(new Position(14, 5));
        assertThat(feed.isEmpty()).isFalse();
    }

    @Test
    void recordsEnterTheLaneInOrder() {
        add(10, 11, 12, 13, 14, 15);

        feed.publish();
        inbox.poll(received);
        feed.publish();
        inbox.poll(received);

        assertThat(received.events)
                .extracting(event -> event.origin().offset())
                .containsExactly(10L, 11L, 12L, 13L, 14L, 15L);
    }

    @Test
    void offsetsWithoutRecordsAreLeftBehindOnceAllRecordsHaveEntered() {
        feed.add(records(10, 11), new OffsetAndMetadata(20, Optional.of(6), ""), 0);

        feed.publish();

        assertThat(feed.position()).isEqualTo(new Position(20, 6));
    }

    @Test
    void offsetsWithoutRecordsAreNotLeftBehindWhileARecordWaits() {
        feed.add(records(10, 11, 12, 13, 14), new OffsetAndMetadata(20, Optional.of(6), ""), 0);

        feed.publish();

        assertThat(feed.position().offset()).isEqualTo(14);
    }

    @Test
    void aPollThatFindsNoRecordsMovesBehindTheGap() {
        feed.add(List.of(), new OffsetAndMetadata(30, Optional.empty(), ""), 0);

        assertThat(feed.position()).isEqualTo(new Position(30, null));
    }

    @Test
    void aPollThatFindsNoRecordsDoesNotMovePastThoseThatWait() {
        add(10, 11);

        feed.add(List.of(), new OffsetAndMetadata(30, Optional.empty(), ""), 0);

        assertThat(feed.position().offset()).isEqualTo(10);
    }

    @Test
    void whatIsDroppedIsNotBehindThePosition() {
        add(10, 11, 12, 13, 14, 15);
        feed.publish();

        feed.dropWaiting();
        feed.publish();

        assertThat(feed.isEmpty()).isTrue();
        assertThat(feed.position().offset()).isEqualTo(14);
    }

    @Test
    void recordsThatEnteredTheLaneAreCountedOnce() {
        add(10, 11, 12, 13, 14);
        feed.publish();

        assertThat(feed.takePublished()).isEqualTo(4);
        assertThat(feed.takePublished()).isZero();
    }

    @Test
    void aRecordCarriesItsOrigin() {
        feed.add(records(10), null, 99);
        feed.publish();

        inbox.poll(received);

        LaneEvent.Data data = received.events.get(0);
        assertThat(data.entry()).isEqualTo(7);
        assertThat(data.origin().assignment()).isSameAs(assignment);
        assertThat(data.origin().offset()).isEqualTo(10);
        assertThat(data.origin().timestamp()).isEqualTo(1_010);
        assertThat(data.origin().readAt()).isEqualTo(99);
        assertThat(data.record().timestamp()).isEqualTo(1_010);
    }

    @Test
    void reservedHeadersOfForeignRecordsAreDropped() {
        RecordHeaders headers = new RecordHeaders();
        headers.add("trace", new byte[] {1});
        headers.add("millrace-origin", new byte[] {2});
        headers.add("millrace-origin", new byte[] {3});
        headers.add("millrace-other", new byte[] {4});
        feed.add(List.of(record(10, headers)), null, 0);
        feed.publish();

        inbox.poll(received);

        assertThat(received.events.get(0).record().headers())
                .extracting(Header::key)
                .containsExactly("trace");
    }

    @Test
    void aBlockHasAllThatWaitsBeforeTheLimit() {
        feed.limitTo(13);
        add(10, 11, 12, 13, 14);

        assertThat(feed.publishBlocks()).isEqualTo(3);
        inbox.poll(received);

        LaneEvent.Block block = received.blocks.get(0);
        assertThat(block.entry()).isEqualTo(7);
        assertThat(block.records().size()).isEqualTo(3);
        assertThat(block.records().origin(2).offset()).isEqualTo(12);
        assertThat(block.records().origin(2).assignment()).isSameAs(assignment);
        assertThat(block.records().record(2).timestamp()).isEqualTo(1_012);
        assertThat(feed.position()).isEqualTo(new Position(13, 5));
    }

    @Test
    void aLaneThatIsFullOfRecordsTakesNoFurtherBlock() {
        add(10, 11, 12, 13);
        feed.publishBlocks();
        add(14, 15);

        assertThat(feed.publishBlocks()).isZero();
        assertThat(feed.position().offset()).isEqualTo(14);
        inbox.poll(received);

        assertThat(feed.publishBlocks()).isEqualTo(2);
    }

    @Test
    void reservedHeadersAreDroppedInBlocksToo() {
        RecordHeaders headers = new RecordHeaders();
        headers.add("trace", new byte[] {1});
        headers.add("millrace-origin", new byte[] {2});
        feed.add(List.of(record(10, headers)), null, 0);
        feed.publishBlocks();

        inbox.poll(received);

        assertThat(received.blocks.get(0).records().record(0).headers())
                .extracting(Header::key)
                .containsExactly("trace");
    }

    @Test
    void aChangeOfPauseIsToldOnce() {
        assertThat(feed.changePaused(true)).isTrue();
        assertThat(feed.changePaused(true)).isFalse();
        assertThat(feed.changePaused(false)).isTrue();
    }

    private void add(long... offsets) {
        feed.add(records(offsets), new OffsetAndMetadata(offsets[offsets.length - 1] + 1, Optional.of(5), ""), 0);
    }

    private static List<ConsumerRecord<byte[], byte[]>> records(long... offsets) {
        return LongStream.of(offsets)
                .mapToObj(offset -> record(offset, new RecordHeaders()))
                .toList();
    }

    private static ConsumerRecord<byte[], byte[]> record(long offset, Headers headers) {
        return new ConsumerRecord<>(
                "in",
                1,
                offset,
                1_000 + offset,
                TimestampType.CREATE_TIME,
                0,
                0,
                new byte[0],
                new byte[0],
                headers,
                Optional.of(5));
    }

    private static final class Received implements Inbox.Receiver {
        private final List<LaneEvent.Data> events = new ArrayList<>();
        private final List<LaneEvent.Block> blocks = new ArrayList<>();

        @Override
        public boolean wantsMore() {
            return true;
        }

        @Override
        public boolean mayCome(LaneEvent.Data data) {
            return true;
        }

        @Override
        public void data(int lane, LaneEvent.Data data) {
            events.add(data);
        }

        @Override
        public void block(LaneEvent.Block block) {
            blocks.add(block);
        }

        @Override
        public void time(int lane, LaneEvent.Time time) {}

        @Override
        public void caughtUp(LaneEvent.CaughtUp event) {}

        @Override
        public void opening(int lane, LaneEvent.Opening opening) {
            throw new IllegalStateException("A feed opens nothing");
        }

        @Override
        public void barrier(LaneEvent.Barrier barrier) {
            throw new IllegalStateException("A feed sends no barriers");
        }
    }
}
