package io.millrace.internal.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnstableOffsetCommitException;
import org.junit.jupiter.api.Test;

class GroupOffsetsTest {

    private static final TopicPartition FIRST = new TopicPartition("in", 0);
    private static final TopicPartition SECOND = new TopicPartition("in", 1);
    private static final OffsetAndMetadata TEN = new OffsetAndMetadata(10);

    private final CompletableFuture<Map<TopicPartition, Optional<OffsetAndMetadata>>> answer =
            new CompletableFuture<>();
    private final GroupOffsets offsets =
            new GroupOffsets(partitions -> answer, Duration.ofMillis(1), new PlainWaiting());

    @Test
    void partitionsWithoutAnOffsetAreLeftOut() {
        answer.complete(Map.of(FIRST, Optional.of(TEN), SECOND, Optional.empty()));

        assertThat(offsets.of(Set.of(FIRST, SECOND))).containsExactly(Map.entry(FIRST, TEN));
    }

    @Test
    void anAnswerThatMayStillChangeIsNone() {
        answer.complete(Map.of(FIRST, Optional.of(TEN)));

        assertThatThrownBy(() -> offsets.of(Set.of(FIRST, SECOND))).isInstanceOf(UnstableOffsetCommitException.class);
    }

    @Test
    void noAnswerIsATimeout() {
        assertThatThrownBy(() -> offsets.of(Set.of(FIRST))).isInstanceOf(TimeoutException.class);
    }

    @Test
    void kafkasWordIsPassedOn() {
        answer.completeExceptionally(new GroupAuthorizationException("app-cards"));

        assertThatThrownBy(() -> offsets.of(Set.of(FIRST))).isInstanceOf(GroupAuthorizationException.class);
    }

    @Test
    void anythingElseIsWrapped() {
        answer.completeExceptionally(new IllegalStateException("broken"));

        assertThatThrownBy(() -> offsets.of(Set.of(FIRST)))
                .isInstanceOf(KafkaException.class)
                .hasRootCauseMessage("broken");
    }
}
