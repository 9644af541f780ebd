package io.millrace.internal.stage;

import io.millrace.errors.RetryPolicy;
import io.millrace.internal.epoch.PartitionAssignment;
import io.millrace.internal.exchange.Origin;
import io.millrace.internal.exchange.WakeUp;
import io.millrace.processor.OutputId;
import io.millrace.sink.RefusedException;
import io.millrace.sink.SinkRecord;
import io.millrace.support.ManualTime;
import io.millrace.support.TestEpochs;
import io.millrace.topology.Batched;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/** Batches of up to four records and 1,000 bytes, and a sink that does what the test says. A record's value is its offset. */
final class SteppedBatches {

    static final Duration LINGER = Duration.ofMillis(5);
    static final Duration PAUSE = Duration.ofMillis(100);

    private static final long BYTES = 100;
    private static final OutputId.Channel CHANNEL =
            new OutputId.Channel(1, new UUID(2, 3), 0, OutputId.Channel.NO_KEY_GROUP);

    final ManualTime time = new ManualTime();
    final PartitionAssignment assignment = TestEpochs.assignment("in", 0);
    final List<Object> refused = new ArrayList<>();
    final SinkBatches batches;
    private final SinkCall call = new SinkCall(WakeUp.NOT_NEEDED, WakeUp.NOT_NEEDED);

    SteppedBatches(RetryPolicy retry) {
        Batched batched = Batched.defaults()
                .withSize(4)
                .withBytes(1_000)
                .withLinger(LINGER)
                .withRetry(retry.withDelays(PAUSE, PAUSE).withJitter(0));
        SinkTries tries = new SinkTries("sink", call, batched.retry(), new SinkTrouble("topology", "sink", time), time);
        batches = new SinkBatches(batched, tries, time);
        batches.refuseTo((sink, origin, failure) -> refused.add((int) origin.offset()));
    }

    void add(Integer... values) {
        for (Integer value : values) {
            add(assignment, value);
        }
    }

    void add(PartitionAssignment from, int value) {
        add(from, value, BYTES, Optional.empty());
    }

    void addLarge(int value, long bytes) {
        add(assignment, value, bytes, Optional.empty());
    }

    void addWithId(int value) {
        add(assignment, value, BYTES, Optional.of(new OutputId(CHANNEL, value, 0)));
    }

    private void add(PartitionAssignment from, int value, long bytes, Optional<OutputId> id) {
        batches.add(new BatchItem(
                new SinkRecord<>("key", value, 0, new RecordHeaders(), id), new Origin(from, value, 0, 0), bytes));
    }

    /** What is on its way is done. */
    void written() {
        call.end(SinkCall.Outcome.DONE);
        batches.work();
    }

    void failed(Exception failure) {
        call.end(new SinkCall.Outcome(failure));
        batches.work();
    }

    /** Has the next task leave, if it is due, and returns the records that it is about; empty if none has left. */
    List<Object> onTheWay() {
        return values(nextTask());
    }

    @Nullable
    SinkTask nextTask() {
        batches.work();
        return call.takeTask();
    }

    static List<Object> values(@Nullable SinkTask task) {
        return task == null
                ? List.of()
                : task.items().stream().map(item -> item.record().value()).toList();
    }

    /** Has all batches written that are without {@code bad} records, and returns what was. */
    List<Object> writeAllBut(Set<Integer> bad) {
        List<Object> written = new ArrayList<>();
        time.advance(LINGER);
        for (List<Object> batch = onTheWay(); !batch.isEmpty(); batch = onTheWay()) {
            if (batch.stream().noneMatch(bad::contains)) {
                written.addAll(batch);
                call.end(SinkCall.Outcome.DONE);
            } else {
                call.end(new SinkCall.Outcome(new RefusedException("bad")));
            }
        }
        return written;
    }
}
