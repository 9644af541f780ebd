package io.millrace.internal.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.internal.epoch.PartitionAssignment;
import io.millrace.internal.epoch.Position;
import io.millrace.internal.plan.Plan;
import io.millrace.internal.plan.ShufflePlan;
import io.millrace.support.LogLines;
import io.millrace.support.ManualTime;
import io.millrace.support.TestEpochs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.Test;

class RepartitionPurgeTest {

    private static final String OWN = "app-cards-by-merchant-repartition";

    private final ManualTime time = new ManualTime();
    private final List<Map<TopicPartition, Long>> asked = new ArrayList<>();
    private final List<CompletableFuture<Void>> answers = new ArrayList<>();
    private final RepartitionPurge purge = new RepartitionPurge(plan(), this::delete, time);
    private final PartitionAssignment own = TestEpochs.assignment(OWN, 2);
    private final PartitionAssignment foreign = TestEpochs.assignment("payments", 2);

    @Test
    void whatIsProcessedOfOwnTopicsIsDeleted() {
        purge.committed(Map.of(own, at(7), foreign, at(9)));

        assertThat(asked).containsExactly(Map.of(new TopicPartition(OWN, 2), 7L));
    }

    @Test
    void itIsDeletedEveryHalfMinute() {
        purge.committed(Map.of(own, at(7)));
        answer();
        time.advance(Duration.ofSeconds(29));
        purge.committed(Map.of(own, at(8)));
        assertThat(asked).hasSize(1);

        time.advance(Duration.ofSeconds(1));
        purge.committed(Map.of(own, at(9)));

        assertThat(asked).last().isEqualTo(Map.of(new TopicPartition(OWN, 2), 9L));
    }

    @Test
    void nothingIsAskedForWhereNothingCame() {
        purge.committed(Map.of(own, at(7)));
        answer();
        time.advance(Duration.ofMinutes(1));

        purge.committed(Map.of(own, at(7)));

        assertThat(asked).hasSize(1);
    }

    @Test
    void partitionsThatWereTakenAwayAreLeftToTheirNewOwner() {
        own.discard();

        purge.committed(Map.of(own, at(7)));

        assertThat(asked).isEmpty();
    }

    @Test
    void oneDeletionIsUnderWayAtATime() {
        purge.committed(Map.of(own, at(7)));
        time.advance(Duration.ofMinutes(1));
        purge.committed(Map.of(own, at(8)));
        assertThat(asked).hasSize(1);

        answer();
        purge.committed(Map.of(own, at(9)));

        assertThat(asked).hasSize(2);
    }

    @Test
    void whatFailedIsTriedAgain() {
        purge.committed(Map.of(own, at(7)));
        answers.get(0).completeExceptionally(new TimeoutException("late"));
        time.advance(Duration.ofMinutes(1));

        purge.committed(Map.of(own, at(7)));

        assertThat(asked).hasSize(2);
    }

    @Test
    void aMissingPermissionIsToldOnce() {
        List<String> lines = LogLines.of(RepartitionPurge.class, () -> {
            for (int epoch = 0; epoch < 3; epoch++) {
                purge.committed(Map.of(own, at(7)));
                answers.get(epoch).completeExceptionally(new TopicAuthorizationException(Set.of(OWN)));
                time.advance(Duration.ofMinutes(1));
            }
            purge.committed(Map.of(own, at(7)));
        });

        assertThat(lines)
                .filteredOn(line -> line.startsWith("WARN"))
                .singleElement()
                .asString()
                .contains("operation DELETE on [" + OWN + "]");
    }

    private CompletableFuture<Void> delete(Map<TopicPartition, Long> offsets) {
        asked.add(offsets);
        CompletableFuture<Void> answer = new CompletableFuture<>();
        answers.add(answer);
        return answer;
    }

    @SuppressWarnings("NullAway") // there is no other answer
    private void answer() {
        answers.get(answers.size() - 1).complete(null);
    }

    private static Position at(long offset) {
        return new Position(offset, null);
    }

    private static Plan plan() {
        ShufflePlan.RepartitionTopic topic =
                new ShufflePlan.RepartitionTopic(OWN, OptionalInt.empty(), Set.of("payments"));
        ShufflePlan shuffle = new ShufflePlan("by-merchant", ShufflePlan.Kind.DURABLE, "", Optional.of(topic));
        return new Plan("cards", List.of(), List.of(), List.of(shuffle), List.of());
    }
}
