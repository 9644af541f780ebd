package io.millrace.internal.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BacklogTest {

    private static final TopicPartition FIRST = new TopicPartition("in", 0);
    private static final TopicPartition SECOND = new TopicPartition("in", 1);

    private final SteppedSource source = new SteppedSource();

    @BeforeEach
    void twoPartitions() {
        source.assign(FIRST, SECOND);
        source.poll();
    }

    @Test
    void aFewRecordsAreNoBacklog() {
        thereAre(Backlog.FAR - 2, 1);

        assertThat(source.behindInput).isFalse();
    }

    @Test
    void recordsOfAllPartitionsCount() {
        thereAre(Backlog.FAR - 1, 1);

        assertThat(source.behindInput).isTrue();
    }

    @Test
    void aBacklogLastsUntilLittleIsLeft() {
        thereAre(Backlog.FAR, 0);

        thereAre(Backlog.NEAR, 0);
        assertThat(source.behindInput).isTrue();
        thereAre(Backlog.NEAR - 1, 0);

        assertThat(source.behindInput).isFalse();
    }

    @Test
    void whatWasTakenAwayDoesNotCount() {
        thereAre(0, Backlog.FAR);
        source.assign(FIRST);
        source.poll();

        thereAre(0, Backlog.FAR);

        assertThat(source.behindInput).isFalse();
    }

    private void thereAre(long first, long second) {
        source.consumer.updateEndOffsets(Map.of(FIRST, first, SECOND, second));
        source.time.advance(Duration.ofSeconds(1));
        source.poll();
    }
}
