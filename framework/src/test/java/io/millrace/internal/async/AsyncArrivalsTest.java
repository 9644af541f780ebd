package io.millrace.internal.async;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.internal.epoch.PartitionAssignment;
import io.millrace.support.TestEpochs;
import io.millrace.topology.Async;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** In what order records go on, and what else goes on between them. */
class AsyncArrivalsTest {

    @Test
    void inOrderRecordsGoOnAsTheyCame() {
        SteppedCalls calls = new SteppedCalls(Async.ordered());
        calls.send("a1", "b1", "a2").work();
        assertThat(calls.begun).containsExactly("a1", "b1", "a2");

        calls.answer("a2", "b1");
        assertThat(calls.work()).isEmpty();

        calls.answer("a1");
        assertThat(calls.work()).containsExactly("A1", "B1", "A2");
    }

    @Test
    void withoutOrderRecordsGoOnAsTheyAreAnswered() {
        SteppedCalls calls = new SteppedCalls(Async.unordered());
        calls.send("a1", "a2", "b1").work();
        assertThat(calls.begun).containsExactly("a1", "a2", "b1");

        calls.answer("b1", "a2", "a1");

        assertThat(calls.work()).containsExactly("B1", "A2", "A1");
    }

    @Test
    void byKeyOtherKeysOvertake() {
        SteppedCalls calls = new SteppedCalls(Async.orderedByKey());
        calls.send("a1", "b1", "c1").work();

        calls.answer("c1", "b1");

        assertThat(calls.work()).containsExactly("C1", "B1");
    }

    @Test
    void byKeyTheNextCallOfAKeyBeginsWhenTheOneBeforeHasEnded() {
        SteppedCalls calls = new SteppedCalls(Async.orderedByKey());
        calls.send("a1", "a2", "a3", "b1").work();
        assertThat(calls.begun).containsExactly("a1", "b1");

        calls.answer("a1").work();
        assertThat(calls.begun).containsExactly("a1", "b1", "a2");

        calls.answer("a2").work();
        calls.answer("a3");
        assertThat(calls.work()).containsExactly("A1", "A2", "A3");
    }

    @Test
    void byKeyRecordsWithoutAKeyWaitForNobody() {
        SteppedCalls calls = new SteppedCalls(Async.orderedByKey());
        calls.sendWithoutKey("x");
        calls.sendWithoutKey("y");
        calls.work();

        calls.answer("y");

        assertThat(calls.work()).containsExactly("Y");
    }

    @Test
    void keysOfBytesAreComparedByTheirContents() {
        SteppedCalls calls = new SteppedCalls(Async.orderedByKey());
        calls.send(calls.assignment, "k".getBytes(StandardCharsets.UTF_8), "a1", 0, 0);
        calls.send(calls.assignment, "k".getBytes(StandardCharsets.UTF_8), "a2", 0, 0);
        calls.work();

        assertThat(calls.begun).containsExactly("a1");
    }

    @ParameterizedTest
    @EnumSource
    void nothingFromBehindABarrierGoesOnBeforeIt(Async.Order order) {
        SteppedCalls calls = new SteppedCalls(of(order));
        calls.send("a1", "b1");
        calls.barrier();
        calls.send("c1", "d1").work();
        assertThat(calls.begun).as("calls behind the barrier begin").containsExactly("a1", "b1", "c1", "d1");

        calls.answer("a1", "c1", "d1");
        assertThat(calls.work()).containsExactly("A1");

        calls.answer("b1");
        assertThat(calls.work()).containsExactly("A1", "B1", "barrier", "C1", "D1");
    }

    @ParameterizedTest
    @EnumSource
    void anOpeningOvertakesRecords(Async.Order order) {
        SteppedCalls calls = new SteppedCalls(of(order));
        PartitionAssignment opened = TestEpochs.assignment("in", 1);
        calls.send("a1");
        calls.open(0, opened);

        assertThat(calls.work()).containsExactly("opening");
    }

    @ParameterizedTest
    @EnumSource
    void anOpeningOvertakesNoBarrierAndItsRecordsWaitForIt(Async.Order order) {
        SteppedCalls calls = new SteppedCalls(of(order));
        PartitionAssignment opened = TestEpochs.assignment("in", 1);
        calls.send("a1");
        calls.barrier();
        calls.open(0, opened);
        calls.send(opened, "b", "b1", 0, 0);
        assertThat(calls.work()).isEmpty();
        assertThat(calls.begun).containsExactly("a1");

        calls.answer("a1").work();
        assertThat(calls.worker.seen).containsExactly("A1", "barrier", "opening");
        assertThat(calls.begun).containsExactly("a1", "b1");
    }

    @ParameterizedTest
    @EnumSource
    void recordsThatTheWorkerDoesNotTakeYetHoldUpNoneOfOtherLanes(Async.Order order) {
        SteppedCalls calls = new SteppedCalls(of(order).capacity(1));
        PartitionAssignment other = TestEpochs.assignment("in", 1);
        calls.worker.refuses(calls.assignment);
        calls.send("a1");
        calls.open(1, other);
        assertThat(calls.work()).as("what it may wait for comes").containsExactly("opening");
        assertThat(calls.begun).isEmpty();

        calls.worker.takesAll();
        calls.work();
        assertThat(calls.begun).containsExactly("a1");
    }

    @Test
    void whereEpochsMakeNoDifferenceRecordsOvertakeABarrier() {
        SteppedCalls calls = new SteppedCalls(Async.orderedByKey(), true);
        calls.send("a1");
        calls.barrier();
        calls.send("b1").work();

        calls.answer("b1");
        assertThat(calls.work()).containsExactly("B1");

        calls.answer("a1");
        assertThat(calls.work()).containsExactly("B1", "A1", "barrier");
    }

    @ParameterizedTest
    @EnumSource
    void aBarrierWithoutRecordsBeforeItGoesOnAtOnce(Async.Order order) {
        SteppedCalls calls = new SteppedCalls(of(order));
        calls.barrier();
        calls.open(0, calls.assignment);

        assertThat(calls.work()).containsExactly("barrier", "opening");
    }

    @ParameterizedTest
    @EnumSource
    void atCapacityNothingMoreIsTaken(Async.Order order) {
        SteppedCalls calls = new SteppedCalls(of(order).capacity(2));
        calls.send("a1", "b1", "c1").work();
        assertThat(calls.begun).containsExactly("a1", "b1");

        calls.answer("a1").work();

        assertThat(calls.begun).containsExactly("a1", "b1", "c1");
    }

    @Test
    void recordsThatWaitForOthersCountForTheCapacity() {
        SteppedCalls calls = new SteppedCalls(Async.ordered().capacity(2));
        calls.send("a1", "b1", "c1").work();

        calls.answer("b1").work();

        assertThat(calls.begun).containsExactly("a1", "b1");
    }

    @ParameterizedTest
    @EnumSource
    void recordsWaitForRoomBehind(Async.Order order) {
        SteppedCalls calls = new SteppedCalls(of(order));
        calls.send("a1", "b1").work();
        calls.answer("a1", "b1");
        calls.worker.room(1);
        assertThat(calls.work()).containsExactly("A1");

        calls.worker.room(1);

        assertThat(calls.work()).containsExactly("A1", "B1");
    }

    @Test
    void recordsOfAnotherInstanceAreNotCalledFor() {
        SteppedCalls calls = new SteppedCalls(Async.orderedByKey());
        calls.send("a1", "a2").work();

        calls.assignment.discard();
        calls.send("b1");
        calls.answer("a1");
        calls.work();

        assertThat(calls.begun).containsExactly("a1");
    }

    @Test
    void recordsOfAnotherInstanceDoNotHoldUpABarrier() {
        SteppedCalls calls = new SteppedCalls(Async.orderedByKey());
        calls.send("a1", "a2", "b1");
        calls.barrier(calls.assignment);
        calls.work();

        calls.assignment.discard();
        calls.time.advance(Duration.ofMillis(100));

        assertThat(calls.work()).endsWith("barrier");
        assertThat(calls.future("a1")).isCancelled();
        assertThat(calls.future("b1")).isCancelled();
    }

    @Test
    void aBatchIsCalledForWhenItIsFull() {
        SteppedCalls calls = SteppedCalls.inBatches(Async.ordered().batch(2, Duration.ofMillis(5)));
        calls.send("a1", "b1", "c1").work();
        assertThat(calls.begun).containsExactly("a1+b1");

        calls.answerWith("a1+b1", List.of("A", "B"));
        assertThat(calls.work()).containsExactly("A", "B");
    }

    @Test
    void aBatchThatIsNotFullIsCalledForWhenItHasLingered() {
        SteppedCalls calls = SteppedCalls.inBatches(Async.ordered().batch(2, Duration.ofMillis(5)));
        calls.send("a1").work();
        assertThat(calls.begun).isEmpty();
        assertThat(calls.nanosToNext()).isEqualTo(5_000_000);

        calls.time.advance(Duration.ofMillis(5));
        calls.work();

        assertThat(calls.begun).containsExactly("a1");
    }

    @Test
    void aBarrierDoesNotWaitForABatchToFill() {
        SteppedCalls calls = SteppedCalls.inBatches(Async.ordered().batch(2, Duration.ofMillis(5)));
        calls.send("a1");
        calls.barrier();
        calls.work();

        assertThat(calls.begun).containsExactly("a1");
    }

    @Test
    void aBatchHasSeveralRecordsOfAKeyAndTheNextBatchWaitsForIt() {
        SteppedCalls calls = SteppedCalls.inBatches(Async.orderedByKey().batch(2, Duration.ZERO));
        calls.send("a1", "a2", "a3", "b1", "a4", "a5").work();
        assertThat(calls.begun).containsExactly("a1+a2", "b1");

        calls.answerWith("a1+a2", List.of("1", "2"));
        calls.work();
        assertThat(calls.begun).containsExactly("a1+a2", "b1", "a3+a4");

        calls.answerWith("a3+a4", List.of("3", "4"));
        assertThat(calls.work()).containsExactly("1", "2", "3", "4");
        assertThat(calls.begun).endsWith("a5");
    }

    @Test
    void anAnswerWithTooFewValuesFailsTheBatch() {
        SteppedCalls calls = SteppedCalls.inBatches(Async.ordered().batch(2, Duration.ofMillis(5)));
        calls.send("a1", "b1").work();

        calls.answerWith("a1+b1", List.of("A"));

        assertThat(calls.work())
                .hasSize(2)
                .allMatch(seen -> seen.contains("called for 2 records and answered with 1 values"));
    }

    private static Async of(Async.Order order) {
        return switch (order) {
            case BY_KEY -> Async.orderedByKey();
            case TOTAL -> Async.ordered();
            case NONE -> Async.unordered();
        };
    }
}
