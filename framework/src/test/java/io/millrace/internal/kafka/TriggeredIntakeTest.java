package io.millrace.internal.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.internal.epoch.PartitionAssignment;
import io.millrace.internal.epoch.Position;
import io.millrace.internal.exchange.Exchange;
import io.millrace.internal.exchange.Lane;
import io.millrace.internal.exchange.WakeUp;
import io.millrace.support.TestEpochs;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TriggeredIntakeTest {

    private static final TopicPartition PARTITION = new TopicPartition("in", 0);

    private final FakeConsumer consumer = new FakeConsumer();
    private final FeedTable feeds = new FeedTable();
    private final PartitionAssignment assignment = TestEpochs.assignment("in", 0);
    private final Lane lane = new Lane(16, WakeUp.NOT_NEEDED, WakeUp.NOT_NEEDED);
    private final PartitionFeed feed = new PartitionFeed(
            assignment,
            new Position(0, null),
            new Exchange(List.of(lane)).laneOf(assignment),
            0,
            ReservedHeaders.NONE_KEPT);
    private final TriggeredIntake intake =
            new TriggeredIntake(consumer, feeds, Duration.ofNanos(100), Duration.ofSeconds(1), 0);

    @BeforeEach
    void threeRecordsAreThere() {
        consumer.topic("in", 1);
        consumer.updateEndOffsets(Map.of(PARTITION, 3L));
        feeds.add(feed);
    }

    @Test
    void theFirstBatchBeginsAtOnce() {
        intake.update(0, true);

        assertThat(intake.isReading()).isTrue();
    }

    @Test
    void nothingIsReadBeforeThereIsAPartition() {
        feeds.remove(List.of(PARTITION));

        intake.update(0, true);

        assertThat(intake.isReading()).isFalse();
    }

    @Test
    void withoutAPartitionNothingChangesByItself() {
        feeds.remove(List.of(PARTITION));

        intake.update(500, true);

        assertThat(intake.nanosToNextChange(500))
                .isGreaterThan(Duration.ofSeconds(1).toNanos());
    }

    @Test
    void aBatchWaitsForTheEpochBeforeIt() {
        intake.update(0, false);

        assertThat(intake.isReading()).isFalse();
    }

    @Test
    void theBarrierIsDueWhenAllThatWasThereHasEnteredTheLane() {
        intake.update(0, true);
        read(0, 2);
        assertThat(intake.isBarrierDue(1)).isFalse();

        read(2, 3);

        assertThat(intake.isBarrierDue(1)).isTrue();
    }

    @Test
    void recordsThatWaitBelongToTheBatch() {
        intake.update(0, true);

        feed.add(records(0, 3), new OffsetAndMetadata(3), 0);

        assertThat(intake.isBarrierDue(1)).isFalse();
    }

    @Test
    void whatComesAfterTheTriggerWaitsForTheNext() {
        intake.update(0, true);
        consumer.updateEndOffsets(Map.of(PARTITION, 9L));
        read(0, 3);

        assertThat(intake.isBarrierDue(1)).isTrue();
    }

    @Test
    void anEmptyTopicEndsItsBatchAtOnce() {
        consumer.updateEndOffsets(Map.of(PARTITION, 0L));

        intake.update(0, true);

        assertThat(intake.isBarrierDue(0)).isTrue();
    }

    @Test
    void aPartitionThatIsTakenAwayDoesNotHoldTheBatchUp() {
        intake.update(0, true);

        feeds.remove(List.of(PARTITION));

        assertThat(intake.isBarrierDue(1)).isTrue();
    }

    @Test
    void betweenBatchesNothingIsRead() {
        intake.update(0, true);
        read(0, 3);
        intake.barrierSent(10);

        intake.update(99, true);

        assertThat(intake.isReading()).isFalse();
        assertThat(intake.nanosToNextChange(99)).isEqualTo(1);
    }

    @Test
    void triggersKeepTheirBeat() {
        intake.update(0, true);
        intake.barrierSent(60);

        intake.update(100, true);

        assertThat(intake.isReading()).isTrue();
    }

    @Test
    void afterABatchThatTookTooLongTheNextBeginsAtOnce() {
        intake.update(0, true);
        intake.barrierSent(250);

        intake.update(250, true);

        assertThat(intake.isReading()).isTrue();
    }

    @Test
    void aBatchThatTookTooLongIsNotMadeUpForByManyShortOnes() {
        intake.update(0, true);
        intake.barrierSent(1_000);
        intake.update(1_000, true);
        intake.barrierSent(1_001);

        intake.update(1_002, true);

        assertThat(intake.isReading()).isFalse();
    }

    @Test
    void aBrokerThatDoesNotAnswerPutsTheBatchOff() {
        consumer.setOffsetsException(new TimeoutException("late"));

        intake.update(0, true);

        assertThat(intake.isReading()).isFalse();
        intake.update(100, true);
        assertThat(intake.isReading()).isTrue();
    }

    private void read(long from, long to) {
        feed.add(records(from, to), new OffsetAndMetadata(to), 0);
        feed.publish();
    }

    private static List<ConsumerRecord<byte[], byte[]>> records(long from, long to) {
        return java.util.stream.LongStream.range(from, to)
                .mapToObj(offset -> new ConsumerRecord<>("in", 0, offset, new byte[0], new byte[0]))
                .toList();
    }
}
