package io.millrace.internal.stage;

import static io.millrace.runtime.DeadLetterHeaders.value;

import io.millrace.errors.OutputTooLargeException;
import io.millrace.errors.UnusableDeadLetterTopicException;
import io.millrace.internal.exchange.Cause;
import io.millrace.internal.exchange.InputRecord;
import io.millrace.internal.exchange.NoRecord;
import io.millrace.internal.exchange.Origin;
import io.millrace.internal.plan.DeadLetterPlan;
import io.millrace.processor.OutputId;
import io.millrace.runtime.DeadLetterHeaders;
import io.millrace.trace.TraceStep;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;

/**
 * Makes dead letters: the input record that a failed one came from, byte for byte, with headers behind its own that say what happened
 * where. Where a timer or a told table gave rise to it there is no such record, and the letter has its key and no value. They leave as
 * other outputs do, and are stamped with the time at which they were made.
 *
 * <p>One that is too large for its topic goes without its stack trace or, if that is not enough, without its value and its own headers.
 *
 * <p>Confined to the worker.
 */
final class DeadLetterWriter {

    private final StageContext context;
    private final DeadLetterPlan plan;
    private final OutputWriter writer;

    DeadLetterWriter(StageContext context, DeadLetterPlan plan, OutputWriter writer) {
        this.context = context;
        this.plan = plan;
        this.writer = writer;
    }

    /**
     * Writes the one of {@code failed}; where no record was read, it has a key at most.
     *
     * @throws UnusableDeadLetterTopicException if not even the smallest one can be sent
     */
    void write(RecordErrors.Failed failed) {
        OutputTooLargeException tooLarge = null;
        for (Supplier<Output> form : forms(failed)) {
            try {
                writer.write(form.get());
                return;
            } catch (OutputTooLargeException e) {
                tooLarge = e;
            }
        }
        throw unusable(Objects.requireNonNull(tooLarge, "there is a smallest form"));
    }

    /** Returns what the letter may be, the largest first. */
    private List<Supplier<Output>> forms(RecordErrors.Failed failed) {
        Cause cause = failed.origin().cause();
        if (cause instanceof NoRecord none) {
            byte @Nullable [] key = none.keyBytes();
            return List.of(
                    () -> output(
                            key,
                            null,
                            new Letter(failed).without(none).withPlace().withStackTrace()),
                    () -> output(key, null, new Letter(failed).without(none).withPlace()),
                    () -> output(null, null, new Letter(failed).without(none).withPlace()));
        }
        Supplier<Output> smallest = () ->
                output(null, null, new Letter(failed).withOriginal().withPlace().truncated());
        if (!(cause instanceof InputRecord input)) {
            return List.of(smallest);
        }
        return List.of(
                () -> output(
                        input.key(),
                        input.value(),
                        new Letter(failed)
                                .with(input)
                                .withOriginal()
                                .withPlace()
                                .withStackTrace()),
                () -> output(
                        input.key(),
                        input.value(),
                        new Letter(failed).with(input).withOriginal().withPlace()),
                () -> output(
                        input.key(),
                        null,
                        new Letter(failed).withOriginal().withPlace().truncated()),
                smallest);
    }

    private Output output(byte @Nullable [] key, byte @Nullable [] value, Letter letter) {
        return new Output(
                plan.sink(),
                plan.topic(),
                key,
                value,
                context.time().currentTimeMillis(),
                List.copyOf(letter.headers),
                letter.failed
                        .origin()
                        .withoutInput()
                        .at(TraceStep.NONE)); // it goes with the trace that its input came with
    }

    private UnusableDeadLetterTopicException unusable(OutputTooLargeException tooLarge) {
        UnusableDeadLetterTopicException unusable = new UnusableDeadLetterTopicException(
                context.topology(),
                plan.topic(),
                "not even a letter without key and value fits, which takes %d bytes".formatted(tooLarge.bytes()),
                "Raise its 'max.message.bytes' or the producer's 'max.request.size', whichever is smaller, and start the topology"
                        + " again: it goes on from its last checkpoint.");
        unusable.initCause(tooLarge);
        return unusable;
    }

    /** The headers of one dead letter in the making. */
    private final class Letter {
        private final RecordErrors.Failed failed;
        private final List<Header> headers = new ArrayList<>();

        Letter(RecordErrors.Failed failed) {
            this.failed = failed;
        }

        /** The id that a record came with by a topic of the topology's own would have it dropped when it is sent there again. */
        Letter with(InputRecord input) {
            input.headers().stream()
                    .filter(header -> !header.key().equals(OutputId.HEADER))
                    .forEach(headers::add);
            return this;
        }

        /** Says where the record was read. */
        Letter withOriginal() {
            Origin origin = failed.origin();
            add(DeadLetterHeaders.ORIGINAL_TOPIC, value(origin.assignment().topic()));
            add(
                    DeadLetterHeaders.ORIGINAL_PARTITION,
                    value(origin.assignment().partition().partition()));
            add(DeadLetterHeaders.ORIGINAL_OFFSET, value(origin.offset()));
            add(DeadLetterHeaders.ORIGINAL_TIMESTAMP, value(origin.timestamp()));
            if (origin.cause() instanceof InputRecord input) {
                add(DeadLetterHeaders.ORIGINAL_TIMESTAMP_TYPE, value(input.timestampType()));
            }
            return this;
        }

        /** Says what there was instead of a record. */
        Letter without(NoRecord none) {
            add(DeadLetterHeaders.WITHOUT_RECORD, value(none.what()));
            return this;
        }

        Letter withPlace() {
            add(DeadLetterHeaders.ORIGINAL_CONSUMER_GROUP, value(context.group()));
            addThrown(failed.thrown());
            add(DeadLetterHeaders.TOPOLOGY, value(context.topology()));
            add(DeadLetterHeaders.STAGE, value(context.stage()));
            add(DeadLetterHeaders.NODE, value(failed.node()));
            add(DeadLetterHeaders.PHASE, value(failed.phase().name()));
            add(DeadLetterHeaders.ATTEMPTS, value(failed.attempt()));
            return this;
        }

        Letter withStackTrace() {
            add(DeadLetterHeaders.EXCEPTION_STACKTRACE, value(ThrownText.stackTrace(failed.thrown())));
            return this;
        }

        Letter truncated() {
            add(DeadLetterHeaders.TRUNCATED, new byte[0]);
            return this;
        }

        private void addThrown(Throwable thrown) {
            add(DeadLetterHeaders.EXCEPTION, value(thrown.getClass().getName()));
            @Nullable Throwable cause = ThrownText.cause(thrown);
            if (cause != null) {
                add(DeadLetterHeaders.EXCEPTION_CAUSE, value(cause.getClass().getName()));
            }
            @Nullable String message = ThrownText.message(thrown);
            if (message != null) {
                add(DeadLetterHeaders.EXCEPTION_MESSAGE, value(message));
            }
        }

        private void add(String name, byte[] bytes) {
            headers.add(new RecordHeader(name, bytes));
        }
    }
}
