package io.millrace.internal.stage;

import static io.millrace.runtime.DeadLetterHeaders.value;

import io.millrace.errors.OutputTooLargeException;
import io.millrace.internal.exchange.InputRecord;
import io.millrace.internal.exchange.Origin;
import io.millrace.internal.plan.DeadLetterPlan;
import io.millrace.processor.OutputId;
import io.millrace.runtime.DeadLetterHeaders;
import io.millrace.trace.TraceStep;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;

/**
 * Makes dead letters: the input record that a failed one came from, byte for byte, with headers behind its own that say what happened
 * where. They leave as other outputs do, and are stamped with the time at which they were made.
 *
 * <p>One that is too large for its topic goes without its stack trace or, if that is not enough, without its value and its own headers.
 *
 * <p>Confined to the worker.
 */
final class DeadLetters {

    private final StageContext context;
    private final DeadLetterPlan plan;
    private final OutputWriter writer;

    DeadLetters(StageContext context, DeadLetterPlan plan, OutputWriter writer) {
        this.context = context;
        this.plan = plan;
        this.writer = writer;
    }

    /**
     * Writes the one of {@code failed}; a timer has no record, so that it is empty.
     *
     * @throws OutputTooLargeException if not even the smallest one can be sent
     */
    void write(RecordErrors.Failed failed) {
        Origin origin = failed.origin();
        @Nullable InputRecord input = failed.ofNoRecord() ? null : origin.input();
        byte @Nullable [] key = input == null ? null : input.key();
        byte @Nullable [] value = input == null ? null : input.value();
        if (!fits(origin, key, value, new Letter(failed).with(input).withPlace().withStackTrace())
                && !fits(origin, key, value, new Letter(failed).with(input).withPlace())
                && !fits(origin, key, null, new Letter(failed).withPlace().truncated())) {
            write(origin, null, null, new Letter(failed).withPlace().truncated());
        }
    }

    private boolean fits(Origin origin, byte @Nullable [] key, byte @Nullable [] value, Letter letter) {
        try {
            write(origin, key, value, letter);
            return true;
        } catch (OutputTooLargeException tooLarge) {
            return false;
        }
    }

    private void write(Origin origin, byte @Nullable [] key, byte @Nullable [] value, Letter letter) {
        writer.write(new Output(
                plan.sink(),
                plan.topic(),
                key,
                value,
                context.time().currentTimeMillis(),
                List.copyOf(letter.headers),
                origin.withoutInput().at(TraceStep.NONE))); // it goes with the trace that its input came with
    }

    /** The headers of one dead letter in the making. */
    private final class Letter {
        private final RecordErrors.Failed failed;
        private final List<Header> headers = new ArrayList<>();

        Letter(RecordErrors.Failed failed) {
            this.failed = failed;
        }

        /** The id that a record came with by a topic of the topology's own would have it dropped when it is sent there again. */
        Letter with(@Nullable InputRecord input) {
            if (input != null) {
                input.headers().stream()
                        .filter(header -> !header.key().equals(OutputId.HEADER))
                        .forEach(headers::add);
            }
            return this;
        }

        Letter withPlace() {
            if (!failed.ofNoRecord()) {
                addOriginal(failed.origin());
            }
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

        private void addOriginal(Origin origin) {
            add(DeadLetterHeaders.ORIGINAL_TOPIC, value(origin.assignment().topic()));
            add(
                    DeadLetterHeaders.ORIGINAL_PARTITION,
                    value(origin.assignment().partition().partition()));
            add(DeadLetterHeaders.ORIGINAL_OFFSET, value(origin.offset()));
            add(DeadLetterHeaders.ORIGINAL_TIMESTAMP, value(origin.timestamp()));
            if (origin.input() != null) {
                add(
                        DeadLetterHeaders.ORIGINAL_TIMESTAMP_TYPE,
                        value(origin.input().timestampType()));
            }
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
