package io.millrace.internal.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.internal.epoch.PartitionAssignment;
import io.millrace.internal.epoch.Position;
import io.millrace.internal.exchange.Exchange;
import io.millrace.internal.exchange.Lane;
import io.millrace.internal.exchange.WakeUp;
import io.millrace.internal.metrics.InputMeter;
import io.millrace.internal.plan.Plan;
import io.millrace.internal.plan.Planner;
import io.millrace.internal.plan.ShufflePlan;
import io.millrace.internal.plan.TimePlan;
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

/** A job over topic {@code in} of two partitions, in which there are five records and three, without the rest of a run. */
final class JobBed {

    static final TopicPartition IN = new TopicPartition("in", 0);
    static final TopicPartition OTHER = new TopicPartition("in", 1);
    static final TopicPartition OWN = new TopicPartition("own", 0);
    static final long SECOND = Duration.ofSeconds(1).toNanos();

    final FakeChangelogs cluster = new FakeChangelogs();
    final FeedTable feeds = new FeedTable(new InputMeter());
    final Lane lane = new Lane(64, WakeUp.NOT_NEEDED, WakeUp.NOT_NEEDED);
    final PartitionFeed first = feed(IN);
    final PartitionFeed second = feed(OTHER);
    final Epochs epochs = new Epochs();
    final JobIntake intake = intake(epochs);
    long now;

    static final class Epochs implements JobEpochs {
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

    JobIntake intake(JobEpochs jobEpochs) {
        TopologyBuilder builder = TopologyBuilder.named("cards").defaultSerdes(Serdes.String(), Serdes.String());
        builder.stream("in").foreach((key, value) -> {});
        cluster.partitionCount = 2;
        cluster.starts.put(IN, 5L);
        cluster.starts.put(OTHER, 3L);
        return intake(Planner.plan(builder.build(), "group", TopologySettings.defaults()), jobEpochs);
    }

    /** Returns one that writes to topic {@code own} and reads it. */
    JobIntake intakeWithHop() {
        TopologyBuilder builder = TopologyBuilder.named("cards").defaultSerdes(Serdes.String(), Serdes.String());
        builder.<String, String>stream("in").foreach((key, value) -> {});
        Plan plan = Planner.plan(builder.build(), "group", TopologySettings.defaults());
        Plan withHop = new Plan(
                plan.topology(),
                plan.stages(),
                plan.shardGroups(),
                List.of(new ShufflePlan(
                        "own",
                        ShufflePlan.Kind.DURABLE,
                        "the key changes",
                        Optional.of(new ShufflePlan.RepartitionTopic("own", OptionalInt.empty(), Set.of("in"))))),
                plan.sinkPlans());
        return intake(withHop, epochs);
    }

    private JobIntake intake(Plan plan, JobEpochs jobEpochs) {
        JobQuestions questions = new JobQuestions(plan, cluster, Runnable::run);
        JobProgress progress = new JobProgress(questions, () -> {}, 0);
        return new JobIntake(
                new InputFeeds(feeds, Set.of("own")),
                progress,
                jobEpochs,
                new JobEnd(progress, questions, new TimePlan(plan), () -> {}),
                0);
    }

    void answerAll() {
        for (int step = 0; step < 4; step++) {
            cluster.answer();
        }
    }

    void assigned() {
        feeds.add(first);
        feeds.add(second);
        update();
        update();
    }

    void update() {
        now += SECOND;
        intake.update(now, true);
        intake.update(now, true); // it has the answer to what it asked
    }

    void readAll() {
        read(first, 0, 5);
        read(second, 0, 3);
    }

    void end() {
        assertThat(intake.isBarrierDue(now)).isTrue();
        intake.barrierSent(now);
    }

    void commit(TopicPartition partition, long offset) {
        cluster.committed.put(partition, new OffsetAndMetadata(offset));
    }

    void read(PartitionFeed reader, long from, long to) {
        now += SECOND;
        intake.update(now, true);
        reader.add(records(reader.partition(), from, to), new OffsetAndMetadata(to), 0);
        intake.publish();
    }

    PartitionFeed feed(TopicPartition partition) {
        PartitionAssignment assignment = TestEpochs.assignment(partition.topic(), partition.partition());
        return new PartitionFeed(
                assignment,
                new Position(0, null),
                new Exchange(List.of(lane)).laneOf(assignment),
                0,
                ReservedHeaders.NONE_KEPT,
                KeptInputs.NONE);
    }

    private static List<ConsumerRecord<byte[], byte[]>> records(TopicPartition partition, long from, long to) {
        return LongStream.range(from, to)
                .mapToObj(offset -> new ConsumerRecord<>(
                        partition.topic(), partition.partition(), offset, new byte[0], new byte[0]))
                .toList();
    }
}
