package io.millrace.internal.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.internal.epoch.PartitionAssignment;
import io.millrace.internal.epoch.Position;
import io.millrace.internal.exchange.Exchange;
import io.millrace.internal.exchange.Lane;
import io.millrace.internal.exchange.WakeUp;
import io.millrace.internal.plan.Planner;
import io.millrace.processor.SourcePartition;
import io.millrace.runtime.TopologySettings;
import io.millrace.topology.Consumed;
import io.millrace.topology.StartPosition;
import io.millrace.topology.TopologyBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Serdes;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StartPositionsTest {

    private static final TopicPartition P0 = new TopicPartition("in", 0);
    private static final TopicPartition P1 = new TopicPartition("in", 1);
    private static final TopicPartition P2 = new TopicPartition("in", 2);

    private final FakeConsumer consumer = new FakeConsumer();

    @BeforeEach
    void aTopicWithOldAndNewRecords() {
        consumer.topic("in", 3);
        consumer.updateBeginningOffsets(Map.of(P0, 5L, P1, 6L, P2, 7L));
        consumer.updateEndOffsets(Map.of(P0, 50L, P1, 60L, P2, 70L));
    }

    @Test
    void aCommittedOffsetGoesBeforeWhatTheSourceSays() {
        consumer.groupOffsets.put(P0, new OffsetAndMetadata(33, Optional.of(2), "millrace;partitions=3"));

        assertThat(start(StartPosition.latest(), P0)).isEqualTo(new StartPositions.Start(new Position(33, 2), 3, true));
    }

    @Test
    void aNewGroupBeginsAtTheEarliestRecord() {
        assertThat(start(StartPosition.earliest(), P0))
                .isEqualTo(new StartPositions.Start(new Position(5, null), 3, false));
    }

    @Test
    void aNewGroupBeginsAtTheLatestRecordIfTheSourceSaysSo() {
        assertThat(start(StartPosition.latest(), P0).position().offset()).isEqualTo(50);
    }

    @Test
    void aNewGroupBeginsAtATimeIfTheSourceSaysSo() {
        consumer.offsetsByTime.put(P0, 21L);

        assertThat(start(StartPosition.timestamp(Instant.EPOCH), P0).position().offset())
                .isEqualTo(21);
    }

    @Test
    void aTimeBehindTheLastRecordMeansTheEnd() {
        assertThat(start(StartPosition.timestamp(Instant.EPOCH), P0).position().offset())
                .isEqualTo(50);
    }

    @Test
    void aPartitionThatCameLaterBeginsAtItsEarliestRecord() {
        consumer.groupOffsets.put(P0, new OffsetAndMetadata(33, "millrace;partitions=2"));

        assertThat(start(StartPosition.latest(), P2))
                .isEqualTo(new StartPositions.Start(new Position(7, null), 2, false));
    }

    @Test
    void aPartitionThatWasThereFromTheStartBeginsWhereTheSourceSays() {
        consumer.groupOffsets.put(P0, new OffsetAndMetadata(33, "millrace;partitions=2"));

        assertThat(start(StartPosition.latest(), P1).position().offset()).isEqualTo(60);
    }

    @Test
    void theOldestWordOnThePartitionCountHolds() {
        consumer.groupOffsets.put(P0, new OffsetAndMetadata(33, "millrace;partitions=3"));
        consumer.groupOffsets.put(P1, new OffsetAndMetadata(33, "millrace;partitions=1"));

        assertThat(start(StartPosition.latest(), P2).firstPartitionCount()).isEqualTo(1);
    }

    @Test
    void foreignOffsetsSayNothingOfThePartitionCount() {
        consumer.groupOffsets.put(P0, new OffsetAndMetadata(33, ""));

        assertThat(start(StartPosition.latest(), P0).firstPartitionCount()).isEqualTo(3);
    }

    @Test
    void aFirstPositionIsCommittedWithThePartitionCount() {
        PartitionAssignment first = new PartitionAssignment(new SourcePartition("in", 0), 1, 3);

        assertThat(starts(StartPosition.latest()).commit(Map.of(first, new Position(50, null))))
                .isTrue();

        assertThat(consumer.groupOffsets)
                .containsExactly(Map.entry(P0, new OffsetAndMetadata(50, "millrace;partitions=3")));
    }

    @Test
    void aFirstPositionThatIsNotCommittedInTimeIsTold() {
        consumer.answersCommits = false;
        PartitionAssignment first = new PartitionAssignment(new SourcePartition("in", 0), 1, 3);

        assertThat(starts(StartPosition.latest()).commit(Map.of(first, new Position(50, null))))
                .isFalse();
    }

    private StartPositions.Start start(StartPosition position, TopicPartition partition) {
        Map<TopicPartition, StartPositions.Start> starts = starts(position).of(List.of(partition));
        assertThat(starts).containsOnlyKeys(partition);
        return starts.values().iterator().next();
    }

    private StartPositions starts(StartPosition position) {
        TopologyBuilder builder = TopologyBuilder.named("cards").defaultSerdes(Serdes.String(), Serdes.String());
        builder.stream("in", Consumed.<String, String>as("in").startingAt(position))
                .foreach((key, value) -> {});
        Lane lane = new Lane(4, WakeUp.NOT_NEEDED, WakeUp.NOT_NEEDED);
        SourceRoutes routes = new SourceRoutes(
                Planner.plan(builder.build(), "group", TopologySettings.defaults()),
                Map.of("in", new Exchange(List.of(lane))));
        return new StartPositions(consumer, routes, Duration.ofSeconds(1));
    }
}
