package io.millrace.internal.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.millrace.internal.epoch.Epoch;
import io.millrace.internal.epoch.PartitionAssignment;
import io.millrace.internal.exchange.NoRecord;
import io.millrace.internal.exchange.Origin;
import io.millrace.internal.exchange.WakeUp;
import io.millrace.internal.plan.Plan;
import io.millrace.processor.RecordMetadata;
import io.millrace.sink.BatchWriter;
import io.millrace.sink.SinkContext;
import io.millrace.sink.SinkRecord;
import io.millrace.support.ManualTime;
import io.millrace.support.TestEpochs;
import io.millrace.topology.Batched;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A worker whose outputs go to Kafka and elsewhere. */
class JointWriterTest {

    private final ManualTime time = new ManualTime();
    private final FakeOutputWriter kafka = new FakeOutputWriter();
    private final PartitionAssignment assignment = TestEpochs.assignment("in", 0);
    private final List<SinkContext> made = new ArrayList<>();
    private final List<Object> written = new ArrayList<>();
    private final List<Origin> measured = new ArrayList<>();
    private final List<CurrentCall.@Nullable Seen> seenMeanwhile = new ArrayList<>();
    private final AtomicInteger closed = new AtomicInteger();
    private final AtomicInteger woken = new AtomicInteger();
    private final JointWriter joint = new JointWriter(kafka);
    private final SinkCaller caller = add();

    private SinkCaller add() {
        Plan plan = SteppedStage.plan(stream -> stream.to(
                context -> {
                    made.add(context);
                    return new BatchWriter<>() {
                        @Override
                        public void write(List<SinkRecord<String, String>> batch) {
                            batch.forEach(record -> written.add(record.value()));
                            seenMeanwhile.add(caller.seen());
                        }

                        @Override
                        public void close() {
                            closed.incrementAndGet();
                        }
                    };
                },
                Batched.as("table").withSize(2).withLinger(Duration.ofMillis(5))));
        JointWriter.Place place =
                new JointWriter.Place("cards", "bank-cards", plan.stages().get(0), 3, woken::incrementAndGet);
        return joint.add(plan.externalSinks().get(0), place, WakeUp.NOT_NEEDED, measured::add, time);
    }

    @Test
    void anEpochIsAcknowledgedWhenBothPartsAre() {
        Epoch epoch = TestEpochs.epoch(1);
        add("1");
        joint.seal(epoch);
        assertThat(kafka.log).containsExactly("seal");
        assertThat(epoch.isAcknowledged()).isFalse();

        write();
        joint.flush();

        assertThat(written).containsExactly("1");
        assertThat(epoch.isAcknowledged()).isTrue();
    }

    @Test
    void itIsReadyWhenBothAre() {
        assertThat(joint.isReady()).isTrue();
        add("1");
        add("2");
        assertThat(joint.isReady()).isFalse();
        write();
        assertThat(joint.isReady()).isTrue();

        kafka.ready = false;

        assertThat(joint.isReady()).isFalse();
    }

    @Test
    void itTellsWhenABatchIsDue() {
        assertThat(joint.nanosToNextWork()).isEqualTo(Long.MAX_VALUE);
        assertThat(joint.nanosToFull()).isEqualTo(Long.MAX_VALUE);
        add("1");

        assertThat(joint.nanosToNextWork()).isEqualTo(Duration.ofMillis(5).toNanos());
        assertThat(joint.nanosToFull()).isEqualTo(Duration.ofMillis(5).toNanos());
    }

    @Test
    void theWorkerIsWokenWhenABatchIsWritten() {
        add("1");
        add("2");

        write();

        assertThat(woken).hasValue(1);
    }

    @Test
    void aWriterIsMadeForTheFirstBatchAndClosedWithItsThread() {
        assertThat(caller.name()).isEqualTo("table-3");
        assertThat(caller.doWork()).isZero();
        assertThat(made).isEmpty();
        add("1");
        add("2");
        write();
        caller.close();

        assertThat(made).containsExactly(new SinkContext("bank-cards", "cards", "in", "table", 3));
        assertThat(closed).hasValue(1);
    }

    @Test
    void whatWasWrittenIsMeasured() {
        add("1");
        add("2");
        joint.flush();
        assertThat(measured).isEmpty();

        caller.doWork();

        assertThat(measured).extracting(Origin::assignment).containsExactly(assignment, assignment);
    }

    @Test
    void aCallCanBeSeenWhileItLasts() {
        add("1");
        add("2");
        joint.flush();
        assertThat(caller.seen()).isNull();

        caller.doWork();

        assertThat(seenMeanwhile).singleElement().satisfies(seen -> {
            assertThat(seen.node()).isEqualTo("table");
            assertThat(seen.input()).contains(new RecordMetadata("in", 0, 0));
        });
        assertThat(caller.seen()).isNull();
        assertThat(caller.stage()).isEqualTo("in");
    }

    @Test
    void aCallWithWhatATimerMadeIsAboutNoRecord() {
        Origin origin = new Origin(assignment, 0, 0, 0);
        add("1", origin.of(NoRecord.timer("key", key -> new byte[0])));
        add("2", origin);
        joint.flush();

        caller.doWork();

        assertThat(seenMeanwhile).singleElement().satisfies(seen -> assertThat(seen.input())
                .isEmpty());
    }

    @Test
    void anUnknownSinkIsABrokenCall() {
        assertThatIllegalStateException()
                .isThrownBy(() -> joint.batches("other"))
                .withMessageContaining("'other'");
    }

    private void add(String value) {
        add(value, new Origin(assignment, 0, 0, 0));
    }

    private void add(String value, Origin origin) {
        joint.batches("table")
                .add(new BatchItem(
                        new SinkRecord<>("key", value, 0, new RecordHeaders(), Optional.empty()), origin, 10));
    }

    private void write() {
        joint.flush();
        caller.doWork();
    }
}
