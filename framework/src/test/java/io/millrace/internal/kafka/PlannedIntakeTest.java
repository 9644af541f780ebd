package io.millrace.internal.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.internal.epoch.BatchMark;
import io.millrace.internal.epoch.PartitionAssignment;
import io.millrace.internal.epoch.Position;
import io.millrace.internal.exchange.Exchange;
import io.millrace.internal.exchange.Lane;
import io.millrace.internal.exchange.WakeUp;
import io.millrace.internal.metrics.InputMeter;
import io.millrace.support.TestEpochs;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** Batches of topic {@code in}, where there are five records and three. */
class PlannedIntakeTest {

    private static final TopicPartition IN = new TopicPartition("in", 0);
    private static final TopicPartition OTHER = new TopicPartition("in", 1);

    private final FeedTable feeds = new FeedTable(new InputMeter());
    private final Lane lane = new Lane(64, WakeUp.NOT_NEEDED, WakeUp.NOT_NEEDED);
    private final PartitionFeed first = feed(IN, new Position(0, null));
    private final Rounds rounds = new Rounds();
    private final PlannedIntake intake = new PlannedIntake(feeds, rounds);

    private static final class Rounds implements BatchSchedule {
        Map<TopicPartition, Long> ends = Map.of(IN, 5L, OTHER, 3L);
        boolean due = true;
        int most = 100;
        int ended;

        @Override
        public Optional<Map<TopicPartition, Long>> begin(long now) {
            return due ? Optional.of(ends) : Optional.empty();
        }

        @Override
        public int mostRecords() {
            return most;
        }

        @Override
        public void ended(long now, boolean empty) {
            ended++;
            due = false;
        }

        @Override
        public long nanosToNextRound(long now) {
            return 7;
        }

        @Override
        public boolean isFinished() {
            return false;
        }
    }

    @Test
    void nothingFlowsBeforeThePlanIsCommitted() {
        feeds.add(first);
        intake.update(0, true);
        read(first, 0, 5);

        intake.update(1, true);
        assertThat(intake.isBarrierDue(1)).isTrue();
        assertThat(first.position()).isEqualTo(new Position(0, null, new BatchMark(1, 5)));
        intake.barrierSent(1);
        intake.update(2, false);
        assertThat(intake.publish()).isZero();

        assertThat(intake.update(3, true)).as("too early to sleep").isTrue();
        assertThat(intake.publish()).isEqualTo(5);
    }

    @Test
    void aBatchIsNotPlannedBeforeAllOfItIsRead() {
        feeds.add(first);
        intake.update(0, true);
        read(first, 0, 4);

        intake.update(1, true);

        assertThat(intake.wants(first)).isTrue();
        assertThat(intake.isBarrierDue(1)).isFalse();
    }

    @Test
    void aBatchIsAsLargeAsItMayBe() {
        rounds.most = 2;
        feeds.add(first);
        intake.update(0, true);
        read(first, 0, 3);

        intake.update(1, true);

        assertThat(first.position().batch()).isEqualTo(new BatchMark(1, 3));
    }

    @Test
    void whatIsReadBeyondTheEndIsOfTheNextBatch() {
        feeds.add(first);
        intake.update(0, true);
        read(first, 0, 9);

        feedBatch();

        assertThat(first.position().offset()).isEqualTo(5);
    }

    @Test
    void anEpochHasNoEdgeAmidABatch() {
        feeds.add(first);
        intake.update(0, true);
        assertThat(intake.isEdge()).isTrue();
        read(first, 0, 5);
        intake.update(1, true);
        intake.barrierSent(1);
        intake.update(2, true);
        assertThat(intake.isEdge()).isFalse();

        intake.publish();

        assertThat(intake.isEdge()).isTrue();
        assertThat(intake.isBarrierDue(2)).isTrue();
    }

    @Test
    void aBatchThatWasPlannedBeforeIsRepeatedAsItWasWithoutAnotherPlan() {
        PartitionFeed restored = feed(IN, new Position(0, null, new BatchMark(7, 3)));
        feeds.add(restored);
        intake.update(0, true);
        assertThat(intake.wants(restored)).isTrue();
        read(restored, 0, 5);

        intake.update(1, true);
        intake.publish();

        assertThat(restored.position()).isEqualTo(new Position(3, null, new BatchMark(7, 3)));
        assertThat(intake.isBarrierDue(1)).isTrue();
    }

    @Test
    void aPartitionThatComesAmidARoundWaitsForTheNextThoughItsBatchIsPlanned() {
        feeds.add(first);
        intake.update(0, true);
        read(first, 0, 5);
        intake.update(1, true);
        intake.barrierSent(1);
        PartitionFeed late = feed(OTHER, new Position(0, null, new BatchMark(4, 2)));
        feeds.add(late);

        intake.update(2, true);
        intake.publish();

        assertThat(intake.isBarrierDue(2)).isTrue();
        assertThat(intake.wants(late)).isFalse();
        intake.barrierSent(2);
        rounds.due = true;
        intake.update(3, true);
        assertThat(intake.wants(late)).isTrue();
    }

    @Test
    void aPartitionThatGoesAmidARoundHoldsNobodyUp() {
        PartitionFeed second = feed(OTHER, new Position(0, null));
        feeds.add(first);
        feeds.add(second);
        intake.update(0, true);
        read(first, 0, 5);

        feeds.remove(List.of(OTHER));
        intake.update(1, true);

        assertThat(intake.isBarrierDue(1)).isTrue();
    }

    @Test
    void offsetsWithoutRecordsAtTheEndAreCommittedWithoutABatch() {
        feeds.add(first);
        intake.update(0, true);
        first.add(List.of(), new OffsetAndMetadata(5), 0);

        intake.update(1, true);

        assertThat(intake.isBarrierDue(1)).isTrue();
        assertThat(first.position()).isEqualTo(new Position(5, null));
    }

    @Test
    void anEmptyRoundEndsAtOnce() {
        rounds.ends = Map.of();
        feeds.add(first);
        intake.barrierSent(0); // its first position is committed
        rounds.due = true;

        intake.update(1, true);

        assertThat(intake.isBarrierDue(1)).isFalse();
        assertThat(rounds.ended).isEqualTo(2);
        assertThat(intake.nanosToNextChange(1)).isEqualTo(7);
    }

    private void feedBatch() {
        intake.update(1, true);
        intake.barrierSent(1);
        intake.update(2, true);
        intake.publish();
    }

    private PartitionFeed feed(TopicPartition partition, Position start) {
        PartitionAssignment assignment = TestEpochs.assignment(partition.topic(), partition.partition());
        return new PartitionFeed(
                assignment,
                start,
                new Exchange(List.of(lane)).laneOf(assignment),
                0,
                ReservedHeaders.NONE_KEPT,
                KeptInputs.NONE);
    }

    private static void read(PartitionFeed reader, long from, long to) {
        TopicPartition partition = reader.partition();
        reader.add(
                LongStream.range(from, to)
                        .mapToObj(offset -> new ConsumerRecord<>(
                                partition.topic(), partition.partition(), offset, new byte[0], new byte[0]))
                        .toList(),
                new OffsetAndMetadata(to),
                0);
    }
}
