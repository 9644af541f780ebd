package io.millrace.internal.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.internal.epoch.PartitionAssignment;
import io.millrace.internal.epoch.Position;
import io.millrace.internal.exchange.Exchange;
import io.millrace.internal.exchange.Inbox;
import io.millrace.internal.exchange.Lane;
import io.millrace.internal.exchange.LaneEvent;
import io.millrace.internal.exchange.WakeUp;
import io.millrace.internal.metrics.InputMeter;
import io.millrace.internal.plan.Plan;
import io.millrace.internal.plan.Planner;
import io.millrace.internal.plan.TimePlan;
import io.millrace.processor.SourcePartition;
import io.millrace.runtime.TopologySettings;
import io.millrace.state.Stores;
import io.millrace.support.ManualTime;
import io.millrace.topology.TopologyBuilder;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.Serdes;
import org.junit.jupiter.api.Test;

class SilenceWatchTest {

    private static final TopicPartition TIMED = new TopicPartition("timed", 0);
    private static final long HELD_MILLIS = 2_000;

    private final ManualTime time = new ManualTime();
    private final FeedTable feeds = new FeedTable(new InputMeter());
    private final Lane lane = new Lane(2, WakeUp.NOT_NEEDED, WakeUp.NOT_NEEDED);
    private final Exchange exchange = new Exchange(List.of(lane));
    private final Map<TopicPartition, CompletableFuture<Long>> asked = new HashMap<>();
    private final WorkerBehind behind = new WorkerBehind(new Inbox(List.of(lane)));
    private final List<LaneEvent.CaughtUp> told = behind.caughtUp;
    private final SilenceWatch watch = watch(Duration.ZERO);
    private final PartitionFeed feed = feed("timed");

    @Test
    void whereAPartitionIsAtItsEndItTellsTheWorker() {
        long at = time.currentTimeMillis();
        watch.work();
        time.advance(Duration.ofMillis(5));
        question().complete(0L);
        work();

        assertThat(told).containsExactly(new LaneEvent.CaughtUp(feed.assignment(), at, at + HELD_MILLIS));
    }

    @Test
    void whileKafkaDoesNotAnswerNothingIsTold() {
        for (int second = 0; second < 60; second++) {
            work();
            time.advance(Duration.ofSeconds(1));
        }

        assertThat(asked).containsOnlyKeys(TIMED);
        assertThat(told).isEmpty();
    }

    @Test
    void whatHasFailedIsAskedAgain() {
        watch.work();
        question().completeExceptionally(new TimeoutException("away"));
        asked.clear();
        work();
        assertThat(told).isEmpty();

        time.advance(Duration.ofSeconds(1));
        watch.work();
        question().complete(0L);
        work();

        assertThat(told).hasSize(1);
    }

    @Test
    void recordsThatAreNotInTheLaneAreWaitedFor() {
        watch.work();
        question().complete(2L);
        work();
        assertThat(told).as("nothing was read").isEmpty();

        feed.add(List.of(record(0), record(1)), new OffsetAndMetadata(2), time.nanoTime());
        work();
        assertThat(told).as("it is read and waits").isEmpty();

        feed.publish();
        watch.work();
        assertThat(told).as("the lane is full").isEmpty();
        work();
        work();

        assertThat(told).hasSize(1);
    }

    @Test
    void whatHasNoTimeIsNotAskedFor() {
        feeds.remove(Set.of(TIMED));
        feed("plain");

        work();

        assertThat(asked).isEmpty();
        assertThat(watch.nanosToNext(time.nanoTime())).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void whereTimeLeapsSilenceHoldsAsLong() {
        SilenceWatch leaping = watch(Duration.ofDays(1));
        leaping.work();
        question().complete(0L);
        leaping.work();
        poll();

        assertThat(told).singleElement().satisfies(event -> assertThat(event.until() - event.at())
                .isEqualTo(Duration.ofDays(1).toMillis()));
    }

    private CompletableFuture<Long> question() {
        return Objects.requireNonNull(asked.get(TIMED), "it is asked");
    }

    private void work() {
        watch.work();
        poll();
    }

    private void poll() {
        behind.doWork();
    }

    private SilenceWatch watch(Duration longestLeap) {
        return new SilenceWatch(
                feeds,
                new TimePlan(plan()),
                partitions -> {
                    partitions.forEach(partition -> asked.put(partition, new CompletableFuture<>()));
                    return Map.copyOf(asked);
                },
                () -> {},
                time,
                longestLeap);
    }

    private PartitionFeed feed(String topic) {
        PartitionAssignment assignment = new PartitionAssignment(new SourcePartition(topic, 0), 1, 1);
        PartitionFeed made = new PartitionFeed(
                assignment,
                new Position(0, null),
                exchange.laneOf(assignment),
                0,
                ReservedHeaders.NONE_KEPT,
                KeptInputs.NONE);
        made.open();
        feeds.add(made);
        return made;
    }

    private static ConsumerRecord<byte[], byte[]> record(long offset) {
        return new ConsumerRecord<>(TIMED.topic(), TIMED.partition(), offset, new byte[0], new byte[0]);
    }

    private static Plan plan() {
        TopologyBuilder builder = TopologyBuilder.named("cards").defaultSerdes(Serdes.String(), Serdes.String());
        builder.<String, String>stream("timed").<String, String>process(() -> record -> {}, Stores.timers("timers"));
        builder.<String, String>stream("plain").foreach((key, value) -> {});
        return Planner.plan(builder.build(), "group", TopologySettings.defaults());
    }
}
