package io.millrace.internal.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.internal.metrics.InputMeter;
import io.millrace.runtime.Trigger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class CurrentIntakeTest {

    private static final Trigger MICRO_BATCH = Trigger.processingTime(Duration.ofSeconds(1));

    private final List<Trigger> made = new ArrayList<>();
    private final CurrentIntake current = new CurrentIntake(this::make, Trigger.realTime());

    @Test
    void anotherTriggerTakesOverBehindTheBarrierOnly() {
        Intake before = current.get();
        CompletableFuture<Void> changed = current.change(MICRO_BATCH);
        assertThat(current.isChangeWanted()).isTrue();
        assertThat(current.get()).isSameAs(before);
        assertThat(changed).isNotDone();

        current.passEdge();

        assertThat(current.get()).isNotSameAs(before);
        assertThat(changed).isCompleted();
        assertThat(current.isChangeWanted()).isFalse();
    }

    @Test
    void aBarrierChangesNothingUnlessSomebodyWantsIt() {
        Intake before = current.get();

        current.passEdge();

        assertThat(current.get()).isSameAs(before);
    }

    @Test
    void theLastWishCounts() {
        CompletableFuture<Void> first = current.change(Trigger.once());
        CompletableFuture<Void> second = current.change(MICRO_BATCH);

        current.passEdge();

        assertThat(made).containsExactly(Trigger.realTime(), MICRO_BATCH);
        assertThat(first).isCompleted();
        assertThat(second).isCompleted();
    }

    @Test
    void nobodyWaitsForARunThatHasEnded() {
        CompletableFuture<Void> waiting = current.change(MICRO_BATCH);

        current.end();

        assertThat(waiting).isCompleted();
        assertThat(current.change(MICRO_BATCH)).isCompleted();
    }

    private Intake make(Trigger trigger) {
        made.add(trigger);
        FeedTable feeds = new FeedTable(new InputMeter());
        Backlog none = new Backlog(new FakeConsumer(), feeds, new AtomicBoolean(), 0);
        return new ContinuousIntake(feeds, Duration.ofSeconds(1), none, () -> 0, 0);
    }
}
