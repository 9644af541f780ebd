package io.millrace.internal.async;

import io.millrace.internal.exchange.WakeUp;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/** The answers to calls, noted by whichever threads complete them, until the worker takes them. Thread-safe. */
final class Answers {

    private final ConcurrentLinkedQueue<Answer> answers = new ConcurrentLinkedQueue<>();
    private final WakeUp worker;

    /** {@code worker} takes the answers. */
    Answers(WakeUp worker) {
        this.worker = worker;
    }

    /** What a try has come to; {@code thrown} is null if it has a value. */
    record Answer(
            Call call,
            int attempt,
            @Nullable Object value,
            @Nullable Throwable thrown) {}

    /** Notes the answer as soon as {@code stage} has it. */
    void expect(Call call, int attempt, CompletionStage<?> stage) {
        Thread caller = Thread.currentThread();
        stage.whenComplete((value, thrown) -> {
            note(new Answer(call, attempt, value, thrown));
            if (Thread.currentThread() != caller) { // which is awake
                worker.wakeUp();
            }
        });
    }

    void note(Answer answer) {
        answers.add(answer);
    }

    /** Returns the next answer; null if there is none. */
    @Nullable
    Answer next() {
        return answers.poll();
    }
}
