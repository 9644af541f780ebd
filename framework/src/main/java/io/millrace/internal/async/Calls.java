package io.millrace.internal.async;

import io.millrace.internal.async.AsyncOutcome.Failure;
import io.millrace.internal.exchange.Origin;
import io.millrace.internal.exchange.UserCode;
import io.millrace.processor.AsyncFallback;
import io.millrace.processor.Record;
import io.millrace.runtime.TimeSource;
import io.millrace.topology.Async;
import io.millrace.topology.Node;
import io.millrace.trace.TracePlace;
import io.millrace.trace.TraceStep;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The calls of a worker that are under way: takes their answers, gives up what lasts too long or is wanted by nobody any more, and
 * tries again.
 *
 * <p>User code never throws out of it: what a call has failed with becomes the outcome of its records.
 *
 * <p>Confined to the worker.
 */
final class Calls {

    /** How long a call may last that nobody wants any more. */
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final Node.AsyncOperator node;
    private final Async options;
    private final TracePlace place;
    private final Caller caller;
    private final Answers answers;
    private final TimeSource time;
    private final Consumer<List<QueuedRecord>> ended;
    private final Random jitter;
    private final Set<Call> open = new LinkedHashSet<>();
    private UserCode userCode = (origin, code) -> code.run();
    private long lookAt;

    /** {@code ended} is told of records that have their outcome. */
    Calls(
            Node.AsyncOperator node,
            Caller caller,
            AsyncArrivals.Surroundings around,
            Consumer<List<QueuedRecord>> ended) {
        this.node = node;
        this.options = node.options();
        this.place = around.place();
        this.caller = caller;
        this.answers = new Answers(around.worker());
        this.time = around.time();
        this.ended = ended;
        this.jitter = new Random(time.nanoTime());
    }

    void runUserCode(UserCode newUserCode) {
        userCode = newUserCode;
    }

    /** Makes the call for {@code records}, whose answer is taken by {@link #work} at the earliest. */
    void begin(List<QueuedRecord> records) {
        Call call = new Call(records);
        open.add(call);
        attempt(call);
    }

    /** Takes answers, and does what is due; returns how much that was. */
    int work() {
        int done = 0;
        for (Answers.Answer answer = answers.next(); answer != null; answer = answers.next()) {
            if (answer.call().isAwaiting(answer.attempt())) {
                take(answer);
                done++;
            }
        }
        return nanosToNext() == 0 ? done + look() : done;
    }

    /** Returns for how long nothing is due. */
    long nanosToNext() {
        return open.isEmpty() ? Long.MAX_VALUE : Math.max(0, lookAt - time.nanoTime());
    }

    /** Returns how many calls wait for their answers. */
    int awaiting() {
        int awaiting = 0;
        for (Call call : open) {
            awaiting += call.isAwaiting() ? 1 : 0;
        }
        return awaiting;
    }

    /** Gives all calls up. */
    void cancel() {
        open.forEach(this::cancel);
        open.clear();
    }

    private void attempt(Call call) {
        long now = time.nanoTime();
        int number = call.begin(now + options.timeout().toNanos(), place, node.name());
        lookAt = open.size() == 1 ? call.dueAt() : earlier(lookAt, call.dueAt());
        lookAt = earlier(lookAt, now + LOOK_NANOS);
        if (call.isVoid()) {
            answers.note(new Answers.Answer(call, number, null, unwanted()));
        } else {
            within(call.step(), call.origin(), () -> call(call, number));
        }
    }

    private void within(TraceStep step, Origin origin, Runnable code) {
        TraceStep.Scope scope = step.enter();
        try {
            userCode.run(origin, code);
        } finally {
            scope.close();
        }
    }

    private void call(Call call, int number) {
        try {
            CompletionStage<?> stage = Objects.requireNonNull(
                    caller.begin(call.records(), call.step()),
                    "The function given to mapAsync returned null, and no CompletionStage");
            call.awaits(stage);
            answers.expect(call, number, stage);
        } catch (Throwable thrown) {
            answers.note(new Answers.Answer(call, number, null, thrown));
        }
    }

    private void take(Answers.Answer answer) {
        Call call = answer.call();
        @Nullable Throwable thrown = answer.thrown();
        List<? extends @Nullable Object> values = List.of();
        if (thrown == null) {
            try {
                values = caller.values(answer.value(), call.records().size());
            } catch (RuntimeException e) {
                thrown = e;
            }
        }
        if (thrown == null) {
            for (int index = 0; index < values.size(); index++) {
                call.records().get(index).end(new AsyncOutcome.Value(values.get(index)));
            }
            call.step().end();
            end(call);
        } else {
            failed(
                    call,
                    thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown);
        }
    }

    private void cancel(Call call) {
        userCode.run(call.origin(), call::cancel);
    }

    private void failed(Call call, Throwable thrown) {
        call.step().failed(thrown);
        call.step().end();
        if (!call.isVoid() && userCode.ask(call.origin(), () -> isRetried(call, thrown))) {
            long pause =
                    options.retry().delay(call.attempts(), jitter.nextDouble()).toNanos();
            call.pauseUntil(time.nanoTime() + pause);
            lookAt = earlier(lookAt, call.dueAt());
            return;
        }
        for (QueuedRecord queued : call.records()) {
            if (queued.isVoid() || node.fallback().isEmpty() || !(thrown instanceof Exception)) {
                queued.end(new Failure(queued.record().value(), thrown));
            } else {
                within(call.step(), queued.data().origin(), () -> queued.end(fallback(queued, thrown)));
            }
        }
        end(call);
    }

    private boolean isRetried(Call call, Throwable thrown) {
        try {
            return options.isRetried(thrown, call.attempts() - 1);
        } catch (RuntimeException another) {
            if (another != thrown) {
                thrown.addSuppressed(another);
            }
            return false;
        }
    }

    private void end(Call call) {
        open.remove(call);
        ended.accept(call.records());
    }

    /** Each record of a call has a fallback of its own. */
    @SuppressWarnings("unchecked") // the DSL has checked that the types of the stream are those of the fallback
    private AsyncOutcome fallback(QueuedRecord queued, Throwable thrown) {
        Record<Object, Object> record = queued.record();
        try {
            AsyncFallback<Object, Object, Object> fallback =
                    (AsyncFallback<Object, Object, Object>) node.fallback().orElseThrow();
            return new AsyncOutcome.Value(fallback.apply(record.key(), record.value(), thrown));
        } catch (Throwable another) {
            if (another != thrown) {
                another.addSuppressed(thrown);
            }
            return new Failure(record.value(), another);
        }
    }

    private int look() {
        long now = time.nanoTime();
        lookAt = now + LOOK_NANOS;
        int done = 0;
        for (Call call : List.copyOf(open)) {
            if (call.isVoid()) {
                cancel(call);
                failed(call, unwanted());
                done++;
            } else if (call.dueAt() - now > 0) {
                lookAt = earlier(lookAt, call.dueAt());
            } else if (call.isAwaiting()) {
                cancel(call);
                failed(call, timeout(call));
                done++;
            } else {
                attempt(call);
                done++;
            }
        }
        return done;
    }

    private static CancellationException unwanted() {
        return new CancellationException("Its records are another instance's by now");
    }

    private TimeoutException timeout(Call call) {
        return new TimeoutException("A call of '%s' had no answer within %d ms, at try %d"
                .formatted(node.name(), options.timeout().toMillis(), call.attempts()));
    }

    private static long earlier(long some, long other) {
        return some - other < 0 ? some : other;
    }
}
