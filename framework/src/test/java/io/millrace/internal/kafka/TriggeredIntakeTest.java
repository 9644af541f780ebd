package io.millrace.internal.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.internal.epoch.PartitionAssignment;
import io.millrace.internal.epoch.Position;
import io.millrace.internal.exchange.Exchange;
import io.millrace.internal.exchange.Lane;
import io.millrace.internal.exchange.WakeUp;
import io.millrace.internal.metrics.InputMeter;
import io.millrace.support.TestEpochs;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TriggeredIntakeTest {

    private static final TopicPartition IN = new TopicPartition("in", 0);
    private static final TopicPartition OTHER = new TopicPartition("in", 1);
    private static final TopicPartition OWN = new TopicPartition("own", 0);

    private final FakeConsumer consumer = new FakeConsumer();
    private final FeedTable feeds = new FeedTable(new InputMeter());
    private final Lane lane = new Lane(64, WakeUp.NOT_NEEDED, WakeUp.NOT_NEEDED);
    private final PartitionFeed feed = feed(IN);
    private final TriggeredIntake intake = new TriggeredIntake(
            new InputFeeds(feeds, Set.of("own")),
            new CurrentEnds(consumer, Duration.ofSeconds(1)),
            Optional.empty(),
            Duration.ofNanos(100),
            0);

    @BeforeEach
    void threeRecordsAreThere() {
        consumer.topic("in", 2);
        consumer.topic("own", 1);
        feeds.add(feed);
        thereAre(3);
    }

    @Test
    void theFirstBatchBeginsAtOnce() {
        intake.update(0, true);

        assertThat(intake.wants(feed)).isTrue();
    }

    @Test
    void withoutAPartitionNothingChangesByItself() {
        feeds.remove(List.of(IN));

        intake.update(500, true);

        assertThat(intake.nanosToNextChange(500))
                .isGreaterThan(Duration.ofSeconds(1).toNanos());
        assertThat(intake.isBarrierDue(500)).isFalse();
    }

    @Test
    void aBatchWaitsForTheEpochBeforeIt() {
        intake.update(0, false);

        assertThat(intake.wants(feed)).isFalse();
    }

    @Test
    void theBarrierIsDueWhenAllThatWasThereHasEnteredTheLane() {
        intake.update(0, true);
        read(feed, 0, 2);
        assertThat(intake.isBarrierDue(1)).isFalse();

        read(feed, 2, 3);

        assertThat(intake.isBarrierDue(1)).isTrue();
    }

    @Test
    void recordsThatWaitBelongToTheBatch() {
        intake.update(0, true);

        feed.add(records(IN, 0, 3), new OffsetAndMetadata(3), 0);

        assertThat(intake.isBarrierDue(1)).isFalse();
    }

    @Test
    void whatComesAfterTheTriggerWaitsForTheNextThoughItIsRead() {
        intake.update(0, true);
        thereAre(9);
        read(feed, 0, 5);

        assertThat(intake.isBarrierDue(1)).isTrue();
        assertThat(feed.position().offset()).isEqualTo(3);
        assertThat(intake.wants(feed)).isFalse();
    }

    @Test
    void whatWaitedForTheTriggerFlowsWithoutBeingReadAgain() {
        intake.update(0, true);
        thereAre(5);
        read(feed, 0, 5);
        intake.barrierSent(10);

        assertThat(intake.update(100, true)).as("too early to sleep").isTrue();
        intake.publish();

        assertThat(feed.position().offset()).isEqualTo(5);
        assertThat(intake.isBarrierDue(100)).isTrue();
    }

    @Test
    void aPartitionIsNotReadBeyondItsEndWhileOthersAre() {
        PartitionFeed other = feed(OTHER);
        feeds.add(other);
        consumer.updateEndOffsets(Map.of(OTHER, 7L));
        intake.update(0, true);

        read(feed, 0, 3);

        assertThat(intake.wants(feed)).isFalse();
        assertThat(intake.wants(other)).isTrue();
        assertThat(intake.isBarrierDue(1)).isFalse();
    }

    @Test
    void anEmptyTopicEndsItsBatchAtOnce() {
        thereAre(0);

        intake.update(0, true);

        assertThat(intake.isBarrierDue(0)).isTrue();
    }

    @Test
    void aPartitionThatIsTakenAwayDoesNotHoldTheBatchUp() {
        intake.update(0, true);

        feeds.remove(List.of(IN));

        assertThat(intake.isBarrierDue(1)).isTrue();
    }

    @Test
    void aPartitionThatComesAmidABatchWaitsForTheNext() {
        intake.update(0, true);
        PartitionFeed other = feed(OTHER);
        consumer.updateEndOffsets(Map.of(OTHER, 7L));
        feeds.add(other);
        intake.update(1, true);
        assertThat(intake.wants(other)).isFalse();
        read(feed, 0, 3);
        intake.barrierSent(10);

        intake.update(100, true);

        assertThat(intake.wants(other)).isTrue();
    }

    @Test
    void betweenBatchesNothingIsRead() {
        intake.update(0, true);
        read(feed, 0, 3);
        intake.barrierSent(10);
        thereAre(9);

        intake.update(99, true);

        assertThat(intake.wants(feed)).isFalse();
        assertThat(intake.nanosToNextChange(99)).isEqualTo(1);
    }

    @Test
    void triggersKeepTheirBeat() {
        batch(0, 60);

        intake.update(100, true);

        assertThat(intake.wants(feed)).isTrue();
    }

    @Test
    void afterABatchThatTookTooLongTheNextBeginsAtOnce() {
        batch(0, 250);

        intake.update(250, true);

        assertThat(intake.wants(feed)).isTrue();
    }

    @Test
    void aBatchThatTookTooLongIsNotMadeUpForByManyShortOnes() {
        batch(0, 1_000);
        intake.update(1_000, true);
        read(feed, 3, 9);
        intake.barrierSent(1_001);
        thereAre(12);

        intake.update(1_002, true);

        assertThat(intake.wants(feed)).isFalse();
    }

    @Test
    void aBrokerThatDoesNotAnswerPutsTheBatchOff() {
        consumer.setOffsetsException(new TimeoutException("late"));

        intake.update(0, true);

        assertThat(intake.wants(feed)).isFalse();
        assertThat(intake.isBarrierDue(1)).isFalse();
        intake.update(100, true);
        assertThat(intake.wants(feed)).isTrue();
    }

    @Test
    void whatWaitsWhenItTakesOverIsOfItsFirstBatch() {
        feed.open();
        feed.add(records(IN, 0, 3), new OffsetAndMetadata(3), 0);

        TriggeredIntake successor = new TriggeredIntake(
                new InputFeeds(feeds, Set.of()),
                new CurrentEnds(consumer, Duration.ofSeconds(1)),
                Optional.empty(),
                Duration.ofNanos(100),
                0);
        assertThat(successor.publish()).isZero();

        successor.update(0, true);
        assertThat(successor.publish()).isEqualTo(3);
    }

    @Test
    void theTopologysOwnTopicsFlowAtOnce() {
        PartitionFeed own = feed(OWN);
        batch(0, 10);
        feeds.add(own);

        intake.update(20, false);
        read(own, 0, 2);

        assertThat(own.position().offset()).isEqualTo(2);
        assertThat(intake.wants(own)).isTrue();
    }

    @Test
    void whereOutputsWaitAnEpochEndsBehindWhatCameThroughOwnTopicsBetweenBatches() {
        long second = Duration.ofSeconds(1).toNanos();
        TriggeredIntake withHops = new TriggeredIntake(
                new InputFeeds(feeds, Set.of("own")),
                new CurrentEnds(consumer, Duration.ofSeconds(1)),
                Optional.of(new HopEpochs()),
                Duration.ofSeconds(10),
                0);
        PartitionFeed own = feed(OWN);
        feeds.add(own);
        withHops.update(0, true);
        read(feed, 0, 3);
        withHops.barrierSent(1);
        withHops.update(second, true);
        own.add(records(OWN, 0, 2), new OffsetAndMetadata(2), 0);
        withHops.publish();
        withHops.update(second, true);
        assertThat(withHops.isBarrierDue(second)).isFalse();
        assertThat(withHops.nanosToNextChange(second)).isLessThan(second);

        assertThat(withHops.isBarrierDue(2 * second)).isTrue();
        withHops.barrierSent(2 * second);
        assertThat(withHops.isBarrierDue(3 * second)).isFalse();
        assertThat(withHops.nanosToNextChange(3 * second))
                .as("the beat is kept")
                .isEqualTo(7 * second);
    }

    @Test
    void anInstanceThatHasOnlyOwnTopicsEndsEpochsInTheSameBeat() {
        feeds.remove(List.of(IN));
        feeds.add(feed(OWN));

        intake.update(0, true);

        assertThat(intake.isBarrierDue(0)).isTrue();
        intake.barrierSent(1);
        intake.update(99, true);
        assertThat(intake.isBarrierDue(99)).isFalse();
    }

    private PartitionFeed feed(TopicPartition partition) {
        PartitionAssignment assignment = TestEpochs.assignment(partition.topic(), partition.partition());
        return new PartitionFeed(
                assignment,
                new Position(0, null),
                new Exchange(List.of(lane)).laneOf(assignment),
                0,
                ReservedHeaders.NONE_KEPT,
                KeptInputs.NONE);
    }

    private void thereAre(long records) {
        consumer.updateEndOffsets(Map.of(IN, records));
    }

    /** A batch of the first three records; six more are written meanwhile. */
    private void batch(long from, long to) {
        intake.update(from, true);
        read(feed, 0, 3);
        thereAre(9);
        intake.barrierSent(to);
    }

    private void read(PartitionFeed reader, long from, long to) {
        reader.add(records(reader.partition(), from, to), new OffsetAndMetadata(to), 0);
        intake.publish();
    }

    private static List<ConsumerRecord<byte[], byte[]>> records(TopicPartition partition, long from, long to) {
        return LongStream.range(from, to)
                .mapToObj(offset -> new ConsumerRecord<>(
                        partition.topic(), partition.partition(), offset, new byte[0], new byte[0]))
                .toList();
    }
}
