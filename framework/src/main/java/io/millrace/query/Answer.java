package io.millrace.query;

import io.millrace.errors.StateUnavailableException;
import java.util.Objects;
import java.util.function.Function;

/**
 * What became of a question: the state, or why nobody here can tell it. Never a guess. Immutable.
 *
 * @param <T> what was asked for
 */
public sealed interface Answer<T> {

    /** The state as it was between two records; a copy, which changes no more. */
    record Known<T>(T value) implements Answer<T> {

        public Known {
            Objects.requireNonNull(value, "value");
        }

        /** Leaves out the value: contents of stores do not belong into logs. */
        @Override
        public String toString() {
            return "Known";
        }
    }

    /** Nobody here can tell. */
    record Unknown<T>(Unavailable why) implements Answer<T> {}

    /** Returns whether the state is known. */
    default boolean isKnown() {
        return this instanceof Known;
    }

    /**
     * Returns the state.
     *
     * @throws StateUnavailableException if it is not known here and now
     */
    default T orElseThrow() {
        if (this instanceof Known<T> known) {
            return known.value();
        }
        throw ((Unknown<T>) this).why().toException();
    }

    /** Returns the answer with what {@code function} makes of the state, if that is known. */
    default <R> Answer<R> map(Function<? super T, ? extends R> function) {
        return this instanceof Known<T> known
                ? new Known<>(function.apply(known.value()))
                : new Unknown<>(((Unknown<T>) this).why());
    }
}
