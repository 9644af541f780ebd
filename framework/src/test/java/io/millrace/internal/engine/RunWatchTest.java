package io.millrace.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.internal.stage.CurrentCall;
import io.millrace.processor.RecordMetadata;
import io.millrace.runtime.StuckCall;
import io.millrace.runtime.TopologyListener;
import io.millrace.support.LogLines;
import io.millrace.support.ManualTime;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RunWatchTest {

    private static final Duration BOUND = Duration.ofSeconds(30);
    private static final Duration LOOK = Duration.ofMillis(500);
    private static final RecordMetadata INPUT = new RecordMetadata("payments", 3, 17);

    private final ManualTime time = new ManualTime();
    private final List<String> told = new CopyOnWriteArrayList<>();
    private final EngineThreads threads = new EngineThreads();
    private final EventDispatcher events = new EventDispatcher(List.of(new Listener()), threads);
    private final CountDownLatch end = new CountDownLatch(1);
    private final Thread thread = threads.thread("millrace-cards-score-0", this::awaitEnd);
    private volatile CurrentCall.@Nullable Seen call;
    private final RunWatch watch = watch(BOUND);

    RunWatchTest() {
        thread.start();
        await().until(() -> thread.getState() == Thread.State.WAITING); // before it waits, its stack shows nothing yet
    }

    @AfterEach
    void close() {
        end.countDown();
        events.close();
    }

    @Test
    void aCallThatLastsAsLongAsTheBoundIsFoundWithItsPlaceAndStack() {
        call = record(1, "map-1");
        watch.look();
        lookFor(BOUND.minus(LOOK));
        assertThat(watch.stuck()).isEmpty();

        lookFor(LOOK);

        assertThat(watch.stuck()).singleElement().satisfies(stuck -> {
            assertThat(stuck.topology()).isEqualTo("cards");
            assertThat(stuck.stage()).isEqualTo("score");
            assertThat(stuck.node()).isEqualTo("map-1");
            assertThat(stuck.input()).contains(INPUT);
            assertThat(stuck.lasting()).isEqualTo(BOUND);
            assertThat(stuck.thread()).isEqualTo("millrace-cards-score-0");
            assertThat(stuck.stack()).anyMatch(frame -> frame.getMethodName().equals("awaitEnd"));
        });
    }

    @Test
    void oneCallAfterTheOtherIsNoStuckOne() {
        for (long number = 0; number < 200; number++) {
            call = record(number, "map-1");
            lookFor(LOOK);
        }

        assertThat(watch.stuck()).isEmpty();
    }

    @Test
    void aRecordThatIsSlowAtSeveralOperatorsIsFoundAtTheOneThatItIsIn() {
        call = record(1, "map-1");
        lookFor(BOUND.dividedBy(2));
        call = record(1, "map-2");
        lookFor(BOUND);

        assertThat(watch.stuck()).extracting(StuckCall::node).containsExactly("map-2");
    }

    @Test
    void theLogIsToldOnceAndThenEachMinuteAndWhenItGoesOn() {
        List<String> lines = LogLines.of(RunWatch.class, () -> {
            call = record(1, "map-1");
            lookFor(BOUND.plus(Duration.ofSeconds(150)));
            call = null;
            lookFor(BOUND);
        });

        assertThat(lines).hasSize(4);
        assertThat(lines.get(0))
                .startsWith(
                        "WARN Topology 'cards', stage 'score': 'map-1' has been busy with topic 'payments', partition 3, offset 17 for 30 s")
                .contains("Thread 'millrace-cards-score-0' is at\n  at ", "awaitEnd");
        assertThat(lines.get(1)).startsWith("WARN").contains(" for 90 s");
        assertThat(lines.get(2)).startsWith("WARN").contains(" for 150 s");
        assertThat(lines.get(3))
                .isEqualTo(
                        "INFO Topology 'cards', stage 'score': 'map-1' goes on behind topic 'payments', partition 3, offset 17");
    }

    @Test
    void listenersAreToldOnceAndWhenItGoesOn() {
        call = record(1, "map-1");
        lookFor(BOUND.plus(Duration.ofMinutes(5)));
        call = record(2, "map-1");
        lookFor(LOOK);

        assertThat(watch.stuck()).isEmpty();
        await().untilAsserted(() -> assertThat(told).containsExactly("stuck map-1", "goes on map-1"));
    }

    @Test
    void theNextCallThatIsStuckIsToldOfAnew() {
        call = record(1, "map-1");
        lookFor(BOUND.plus(LOOK));
        call = record(2, "map-2");
        lookFor(BOUND.plus(LOOK));

        await().untilAsserted(() -> assertThat(told).containsExactly("stuck map-1", "goes on map-1", "stuck map-2"));
    }

    @Test
    void aTimersCallHasNoInput() {
        call = new CurrentCall.Seen(1, "expire", Optional.empty());
        watch.look();

        lookFor(BOUND);

        assertThat(watch.stuck()).extracting(StuckCall::input).containsExactly(Optional.empty());
    }

    @Test
    void nothingIsFoundWhereTheBoundIsZero() {
        assertThat(watch(Duration.ZERO).isOver()).isTrue();
    }

    @Test
    void anEndedRunIsWatchedUntilTheCallThatWasLeftBehindComesBack() {
        call = record(1, "map-1");
        lookFor(BOUND.plus(LOOK));
        watch.end();
        assertThat(watch.isOver()).isFalse();

        call = null;
        watch.look();

        assertThat(watch.isOver()).isTrue();
        await().untilAsserted(() -> assertThat(told).contains("goes on map-1"));
    }

    @Test
    void aThreadThatHasDiedInItsCallIsNotStuck() throws InterruptedException {
        call = record(1, "map-1");
        lookFor(BOUND.plus(LOOK));

        end.countDown();
        thread.join();
        watch.look();

        assertThat(watch.stuck()).isEmpty();
    }

    private RunWatch watch(Duration bound) {
        return new RunWatch("cards", bound, time, events, List.of(new WatchedWorker("score", () -> call, thread)));
    }

    private void lookFor(Duration duration) {
        for (long left = duration.toMillis(); left > 0; left -= LOOK.toMillis()) {
            time.advance(LOOK);
            watch.look();
        }
    }

    private static CurrentCall.Seen record(long number, String node) {
        return new CurrentCall.Seen(number, node, Optional.of(INPUT));
    }

    private void awaitEnd() {
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private final class Listener implements TopologyListener {

        @Override
        public void stuck(StuckCall stuck) {
            told.add("stuck " + stuck.node());
        }

        @Override
        public void goesOn(StuckCall stuck) {
            told.add("goes on " + stuck.node());
        }
    }
}
