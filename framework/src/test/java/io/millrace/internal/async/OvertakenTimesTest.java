package io.millrace.internal.async;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.internal.epoch.PartitionAssignment;
import io.millrace.internal.exchange.LaneEvent;
import io.millrace.support.TestEpochs;
import io.millrace.topology.Async;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What records and the times between them say of event time when they go on. */
class OvertakenTimesTest {

    private final SteppedCalls calls = new SteppedCalls(Async.unordered());

    @Test
    void aRecordThatOvertakesSaysNoMoreThanWhatIsCertain() {
        calls.sendAt("a", 0, 10);
        calls.sendAt("b", 10, 20);
        calls.work();

        calls.answer("b").work();

        assertThat(data(0).before()).isZero();
        assertThat(data(0).watermark()).isZero();
    }

    @Test
    void theRestIsToldWhenTheOldestHasGoneOn() {
        calls.sendAt("a", 0, 10);
        calls.sendAt("b", 10, 20);
        calls.sendAt("c", 20, 30);
        calls.work();
        calls.answer("b").work();

        calls.answer("a").work();

        assertThat(calls.worker.seen).containsExactly("B", "A", "time 20");
        assertThat(data(1).before()).isZero();
        assertThat(data(1).watermark()).isEqualTo(10);
    }

    @Test
    void aRecordInItsOrderSaysAllThatItBrings() {
        calls.sendAt("a", 0, 10);
        calls.work();

        calls.answer("a").work();

        assertThat(data(0).watermark()).isEqualTo(10);
        assertThat(calls.worker.seen).containsExactly("A");
    }

    @Test
    void timeThatIsToldComesBehindTheRecordsBeforeIt() {
        calls.sendAt("a", 0, 10);
        calls.tell(25, true);
        assertThat(calls.work()).as("what is certain before the record").containsExactly("time 0");

        calls.answer("a").work();

        assertThat(calls.worker.seen).containsExactly("time 0", "A", "time 25 idle");
    }

    @Test
    void timeWithoutRecordsBeforeItIsToldAtOnce() {
        calls.tell(LaneEvent.NO_TIME, true);

        assertThat(calls.work()).containsExactly("time " + LaneEvent.NO_TIME + " idle");
    }

    @Test
    void aPlaceIsNotIdleAsLongAsARecordOfItWaits() {
        calls.tell(10, true);
        calls.work();

        calls.sendAt("a", 10, 20);

        assertThat(calls.work()).containsExactly("time 10 idle", "time 10");
    }

    @Test
    void thatAPlaceIsNotIdleAnyMoreIsToldBeforeRecordsOfOthersGoOn() {
        PartitionAssignment other = TestEpochs.assignment("in", 1);
        calls.tell(10, true);
        calls.work();

        calls.sendAt("a", 10, 20);
        calls.send(other, "b", "b", 50, 60);
        calls.work();
        calls.answer("b").work();

        assertThat(calls.worker.seen).containsExactly("time 10 idle", "time 10", "B");
    }

    @Test
    void timeFromBehindABarrierIsNotToldBeforeIt() {
        calls.sendAt("a", 0, 10);
        calls.barrier();
        calls.sendAt("b", 10, 20);
        calls.tell(30, false);
        calls.work();

        calls.answer("b").work();
        assertThat(calls.worker.seen).isEmpty();

        calls.answer("a").work();
        assertThat(calls.worker.seen).containsExactly("A", "barrier", "B", "time 30");
    }

    @Test
    void inOrderManyTimesBehindARecordAreKeptAsOne() {
        SteppedCalls ordered = new SteppedCalls(Async.ordered());
        ordered.sendAt("a", 0, 10);
        ordered.tell(20, false);
        ordered.tell(30, false);
        ordered.work();

        ordered.answer("a").work();
        ordered.tell(40, false);
        ordered.work();

        assertThat(ordered.worker.seen).containsExactly("A", "time 30", "time 40");
    }

    /** The watermark at a place is never ahead of a record that has not gone on, and in the end all of it is known. */
    @ParameterizedTest
    @EnumSource
    void whateverTheOrderOfAnswersNoRecordIsLateOnAccountOfIt(Async.Order order) {
        for (int seed = 0; seed < 300; seed++) {
            check(order, new Random(seed));
        }
    }

    private static void check(Async.Order order, Random random) {
        SteppedCalls calls = new SteppedCalls(
                switch (order) {
                    case BY_KEY -> Async.orderedByKey();
                    case TOTAL -> Async.ordered();
                    case NONE -> Async.unordered();
                });
        List<PartitionAssignment> partitions =
                List.of(TestEpochs.assignment("in", 0), TestEpochs.assignment("in", 1), calls.assignment);
        Map<String, Long> befores = new HashMap<>();
        Map<PartitionAssignment, Long> newest = new HashMap<>();
        List<String> open = new ArrayList<>();
        for (int number = 0; number < 40; number++) {
            PartitionAssignment from = partitions.get(random.nextInt(partitions.size()));
            long before = newest.getOrDefault(from, 0L);
            long after = before + random.nextInt(3);
            newest.put(from, after);
            String value = "v" + number;
            calls.send(from, "k" + random.nextInt(5), value, before, after);
            befores.put(value, before);
            if (random.nextInt(6) == 0) {
                long told = newest.getOrDefault(calls.assignment, 0L) + 1;
                newest.put(calls.assignment, told);
                calls.tell(told, random.nextBoolean());
            }
            if (random.nextInt(10) == 0) {
                calls.barrier();
            }
            calls.work();
            open.clear();
            calls.begun.stream().filter(begun -> !calls.future(begun).isDone()).forEach(open::add);
            if (!open.isEmpty() && random.nextInt(3) > 0) {
                calls.answer(open.get(random.nextInt(open.size()))).work();
            }
        }
        for (int done = 0; done < calls.begun.size(); done++) {
            String value = calls.begun.get(done);
            if (!calls.future(value).isDone()) {
                calls.answer(value).work();
            }
        }
        assertThat(watermarks(calls, befores)).containsAllEntriesOf(newest);
    }

    /** Follows the watermark of each partition as a worker would, and returns where it ends. */
    private static Map<PartitionAssignment, Long> watermarks(SteppedCalls calls, Map<String, Long> befores) {
        Map<PartitionAssignment, Long> watermarks = new HashMap<>();
        for (LaneEvent event : calls.worker.events) {
            if (event instanceof LaneEvent.Time time) {
                watermarks.merge(time.assignment(), time.watermark(), Math::max);
            } else if (event instanceof LaneEvent.Data data) {
                String value =
                        String.valueOf(((AsyncOutcome.Value) data.record().value()).value());
                PartitionAssignment from = data.origin().assignment();
                watermarks.merge(from, data.before(), Math::max);
                assertThat(watermarks.get(from))
                        .as("the watermark when %s goes on", value)
                        .isLessThanOrEqualTo(befores.get(value.toLowerCase(Locale.ROOT)));
                watermarks.merge(from, data.watermark(), Math::max);
            }
        }
        return watermarks;
    }

    private LaneEvent.Data data(int number) {
        return calls.worker.events.stream()
                .filter(LaneEvent.Data.class::isInstance)
                .map(LaneEvent.Data.class::cast)
                .toList()
                .get(number);
    }
}
