package io.millrace.internal.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.internal.epoch.PartitionAssignment;
import io.millrace.internal.epoch.Position;
import io.millrace.internal.exchange.Exchange;
import io.millrace.internal.exchange.Lane;
import io.millrace.internal.exchange.WakeUp;
import io.millrace.internal.plan.Plan;
import io.millrace.internal.plan.Planner;
import io.millrace.internal.plan.ShufflePlan;
import io.millrace.runtime.TopologySettings;
import io.millrace.support.TestEpochs;
import io.millrace.topology.TopologyBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Serdes;
import org.junit.jupiter.api.Test;

/** A job over topic {@code in} of two partitions, in which there are five records and three. */
class JobIntakeTest {

    private static final TopicPartition IN = new TopicPartition("in", 0);
    private static final TopicPartition OTHER = new TopicPartition("in", 1);
    private static final TopicPartition OWN = new TopicPartition("own", 0);
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final FakeChangelogs cluster = new FakeChangelogs();
    private final FeedTable feeds = new FeedTable();
    private final Lane lane = new Lane(64, WakeUp.NOT_NEEDED, WakeUp.NOT_NEEDED);
    private final PartitionFeed first = feed(IN);
    private final PartitionFeed second = feed(OTHER);
    private final Epochs epochs = new Epochs();
    private final JobIntake intake = intake(epochs);
    private long now;

    private static final class Epochs implements JobEpochs {
        boolean mayBegin = true;
        boolean mayEndEarly = true;
        boolean complete = true;
        long most = Long.MAX_VALUE;

        @Override
        public boolean mayBegin() {
            return mayBegin;
        }

        @Override
        public boolean isFull(long records, long nanos) {
            return records >= most;
        }

        @Override
        public boolean mayEndEarly() {
            return mayEndEarly;
        }

        @Override
        public boolean isComplete() {
            return complete;
        }
    }

    @Test
    void nothingIsReadBeforeItIsKnownWhereTheInputsEnd() {
        cluster.answers = false;
        JobIntake asking = intake(epochs);
        feeds.add(first);
        asking.update(0, true);
        asking.update(1, true);
        assertThat(asking.wants(first)).isFalse();

        answerAll();
        asking.update(2, true);

        assertThat(asking.wants(first)).isTrue();
    }

    @Test
    void eachPartitionIsReadToWhereItEndedAtTheBeginning() {
        assigned();
        cluster.starts.put(IN, 50L);

        read(first, 0, 7);

        assertThat(first.position().offset()).isEqualTo(5);
        assertThat(intake.wants(first)).isFalse();
        assertThat(intake.wants(second)).isTrue();
    }

    @Test
    void aTopicThatWasNotThereAtTheBeginningIsNotRead() {
        assigned();
        PartitionFeed late = feed(new TopicPartition("late", 0));
        feeds.add(late);

        update();

        assertThat(intake.wants(late)).isFalse();
    }

    @Test
    void anEpochEndsWhenItIsFull() {
        assigned();
        epochs.most = 4;
        read(first, 0, 3);
        assertThat(intake.isBarrierDue(now)).isFalse();

        read(first, 3, 4);

        assertThat(intake.isBarrierDue(now)).isTrue();
        intake.barrierSent(now);
        assertThat(intake.isBarrierDue(now)).isFalse();
    }

    @Test
    void theLastEpochEndsWhenAllHasFlowed() {
        assigned();
        read(first, 0, 5);
        assertThat(intake.isBarrierDue(now)).isFalse();

        read(second, 0, 3);

        assertThat(intake.isBarrierDue(now)).isTrue();
    }

    @Test
    void itIsNotFinishedBeforeAllIsCommitted() {
        assigned();
        readAll();
        end();
        commit(IN, 5);

        update();

        assertThat(intake.isFinished()).isFalse();
        commit(OTHER, 3);
        update();
        assertThat(intake.isFinished()).isTrue();
    }

    @Test
    void itIsNotFinishedWhileAnEpochIsBeingEnded() {
        assigned();
        readAll();
        end();
        commit(IN, 5);
        commit(OTHER, 3);

        now += SECOND;
        intake.update(now, false);
        intake.update(now, false);

        assertThat(intake.isFinished()).isFalse();
    }

    @Test
    void itIsNotFinishedWhileATransactionIsAboutToCommit() {
        assigned();
        readAll();
        end();
        commit(IN, 5);
        commit(OTHER, 3);
        cluster.unstable.add(OTHER);
        update();
        assertThat(intake.isFinished()).isFalse();

        cluster.unstable.clear();
        update();

        assertThat(intake.isFinished()).isTrue();
    }

    @Test
    void whatIsCommittedAlreadyIsNotDoneAgain() {
        commit(IN, 5);
        commit(OTHER, 3);

        update();
        update();

        assertThat(intake.isFinished()).as("before it has any partition").isTrue();
    }

    @Test
    void emptyInputsAreNothingToDo() {
        JobIntake idle = intake(epochs);
        cluster.starts.clear();

        for (int step = 0; step < 4; step++) {
            idle.update(step * SECOND, true);
        }

        assertThat(idle.isFinished()).isTrue();
    }

    @Test
    void anInstanceWithoutPartitionsWaitsForTheOthers() {
        update();
        update();
        assertThat(intake.isFinished()).isFalse();

        commit(IN, 5);
        commit(OTHER, 3);
        update();

        assertThat(intake.isFinished()).isTrue();
    }

    @Test
    void theGroupIsNotAskedAllTheTime() {
        update();
        update();
        int asked = cluster.asked.size();

        intake.update(now + 1, true);
        intake.update(now + 2, true);

        assertThat(cluster.asked).hasSize(asked);
        assertThat(intake.nanosToNextChange(now + 2)).isBetween(1L, SECOND);
    }

    @Test
    void whatItWroteToItsOwnTopicsIsProcessedBeforeTheEnd() {
        JobIntake withHop = new JobIntake(
                new InputFeeds(feeds, Set.of("own")),
                new JobProgress(new JobQuestions(planWithHop(), cluster, Runnable::run), () -> {}, 0),
                epochs,
                0);
        cluster.partitionCount = 1;
        cluster.log(OWN).change("k", "v");
        commit(IN, 5);
        for (int step = 1; step <= 4; step++) {
            withHop.update(step * SECOND, true);
        }
        assertThat(withHop.isFinished()).isFalse();

        commit(OWN, 1);
        for (int step = 5; step <= 8; step++) {
            withHop.update(step * SECOND, true);
        }

        assertThat(withHop.isFinished()).isTrue();
    }

    @Test
    void atTheEndItsOwnTopicsMakeFurtherEpochs() {
        PartitionFeed own = feed(OWN);
        assigned();
        feeds.add(own);
        readAll();
        end();

        read(own, 0, 2);

        assertThat(intake.isBarrierDue(now)).isTrue();
    }

    @Test
    void whereNothingHasMovedNoEpochEnds() {
        assigned();
        readAll();
        end();

        update();

        assertThat(intake.isBarrierDue(now)).isFalse();
    }

    @Test
    void anEpochThatMustNotBePartedHasNoEdgeBeforeItsEnd() {
        epochs.mayEndEarly = false;
        epochs.mayBegin = false;
        assigned();
        assertThat(intake.isEdge()).isTrue();
        assertThat(intake.wants(first)).isFalse();
        epochs.mayBegin = true;
        update();
        read(first, 0, 5);
        assertThat(intake.isEdge()).isFalse();

        read(second, 0, 3);

        assertThat(intake.isEdge()).isTrue();
    }

    @Test
    void anEpochThatMustNotBePartedWaitsForPartitionsThatAreBeingRestored() {
        assigned();
        epochs.complete = false;
        epochs.mayEndEarly = false;

        readAll();

        assertThat(intake.isBarrierDue(now)).isFalse();
        assertThat(intake.isEdge()).isFalse();
    }

    @Test
    void aPartitionThatWaitsForItsFirstCommitHoldsNoEpochUp() {
        assigned();
        second.hold();

        read(first, 0, 5);

        assertThat(intake.isBarrierDue(now)).isTrue();
    }

    private JobIntake intake(JobEpochs jobEpochs) {
        TopologyBuilder builder = TopologyBuilder.named("cards").defaultSerdes(Serdes.String(), Serdes.String());
        builder.stream("in").foreach((key, value) -> {});
        Plan plan = Planner.plan(builder.build(), "group", TopologySettings.defaults());
        cluster.partitionCount = 2;
        cluster.starts.put(IN, 5L);
        cluster.starts.put(OTHER, 3L);
        return new JobIntake(
                new InputFeeds(feeds, Set.of("own")),
                new JobProgress(new JobQuestions(plan, cluster, Runnable::run), () -> {}, 0),
                jobEpochs,
                0);
    }

    private static Plan planWithHop() {
        TopologyBuilder builder = TopologyBuilder.named("cards").defaultSerdes(Serdes.String(), Serdes.String());
        builder.<String, String>stream("in").foreach((key, value) -> {});
        Plan plan = Planner.plan(builder.build(), "group", TopologySettings.defaults());
        return new Plan(
                plan.topology(),
                plan.stages(),
                plan.shardGroups(),
                List.of(new ShufflePlan(
                        "own",
                        ShufflePlan.Kind.DURABLE,
                        "the key changes",
                        Optional.of(new ShufflePlan.RepartitionTopic("own", OptionalInt.empty(), Set.of("in"))))),
                plan.sinkPlans());
    }

    private void answerAll() {
        for (int step = 0; step < 4; step++) {
            cluster.answer();
        }
    }

    private void assigned() {
        feeds.add(first);
        feeds.add(second);
        update();
        update();
    }

    private void update() {
        now += SECOND;
        intake.update(now, true);
        intake.update(now, true); // it has the answer to what it asked
    }

    private void readAll() {
        read(first, 0, 5);
        read(second, 0, 3);
    }

    private void end() {
        assertThat(intake.isBarrierDue(now)).isTrue();
        intake.barrierSent(now);
    }

    private void commit(TopicPartition partition, long offset) {
        cluster.committed.put(partition, new OffsetAndMetadata(offset));
    }

    private void read(PartitionFeed reader, long from, long to) {
        now += SECOND;
        intake.update(now, true);
        reader.add(records(reader.partition(), from, to), new OffsetAndMetadata(to), 0);
        intake.publish();
    }

    private PartitionFeed feed(TopicPartition partition) {
        PartitionAssignment assignment = TestEpochs.assignment(partition.topic(), partition.partition());
        return new PartitionFeed(
                assignment,
                new Position(0, null),
                new Exchange(List.of(lane)).laneOf(assignment),
                0,
                ReservedHeaders.NONE_KEPT);
    }

    private static List<ConsumerRecord<byte[], byte[]>> records(TopicPartition partition, long from, long to) {
        return LongStream.range(from, to)
                .mapToObj(offset -> new ConsumerRecord<>(
                        partition.topic(), partition.partition(), offset, new byte[0], new byte[0]))
                .toList();
    }
}
