package io.millrace.internal.exchange;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/** Runs code of the user's outside of operators, so that other threads see where a worker is that does not come back. Confined to the worker. */
@FunctionalInterface
public interface UserCode {

    /** Runs {@code code}, which is called on account of the input at {@code origin}. */
    void run(Origin origin, Runnable code);

    /** Does the same with code that gives an answer. */
    default <T> T ask(Origin origin, Supplier<T> code) {
        AtomicReference<T> answer = new AtomicReference<>();
        run(origin, () -> answer.set(code.get()));
        return Objects.requireNonNull(answer.get(), "the code has run, and answers are no nulls");
    }
}
