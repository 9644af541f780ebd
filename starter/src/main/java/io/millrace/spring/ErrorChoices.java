package io.millrace.spring;

import io.millrace.errors.ErrorPhase;
import io.millrace.errors.ErrorPolicy;
import io.millrace.errors.InvalidSettingsException;
import io.millrace.errors.RetryPolicy;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What properties of one level, and of those above it, say of records that fail: of all topologies, of one, or of a stage. What a level
 * says of a phase goes before what it says of all, and that before anything that is said above. Immutable.
 *
 * @param then what becomes of a record whose last retry has failed
 */
record ErrorChoices(Map<ErrorPhase, OnError> byPhase, RetryPolicy retry, OnError then) {

    /** Where nothing is said. */
    static final ErrorChoices NONE = new ErrorChoices(Map.of(), RetryPolicy.defaults(), OnError.FAIL);

    ErrorChoices {
        byPhase = Map.copyOf(byPhase);
    }

    /** What one level says; {@code onError} is for all phases, and null is what is left out. */
    record Level(
            @Nullable OnError onError,
            @Nullable OnError deserialization,
            @Nullable OnError processing,
            @Nullable OnError production,
            @Nullable RetryProperties retry) {

        private @Nullable OnError of(ErrorPhase phase) {
            OnError own =
                    switch (phase) {
                        case DESERIALIZATION -> deserialization;
                        case PROCESSING -> processing;
                        case PRODUCTION -> production;
                    };
            return own == null ? onError : own;
        }
    }

    /** Returns these choices with those of {@code level} before them; {@code prefix} is where that is written. */
    ErrorChoices with(Level level, String prefix) {
        Map<ErrorPhase, OnError> changed = new EnumMap<>(ErrorPhase.class);
        changed.putAll(byPhase);
        for (ErrorPhase phase : ErrorPhase.values()) {
            OnError own = level.of(phase);
            if (own != null) {
                changed.put(phase, own);
            }
        }
        RetryProperties own = level.retry();
        return own == null
                ? new ErrorChoices(changed, retry, then)
                : checked(
                        prefix + ".retry",
                        () -> new ErrorChoices(changed, own.over(retry), own.then() == null ? then : own.then()));
    }

    /** Returns the policies that are meant; {@code prefix} is where they are written. */
    Map<ErrorPhase, ErrorPolicy> policies(String prefix) {
        Map<ErrorPhase, ErrorPolicy> policies = new EnumMap<>(ErrorPhase.class);
        byPhase.forEach((phase, choice) -> policies.put(phase, checked(prefix + ".retry.then", () -> policy(choice))));
        return policies;
    }

    private ErrorPolicy policy(OnError choice) {
        return switch (choice) {
            case FAIL -> ErrorPolicy.fail();
            case SKIP -> ErrorPolicy.skip();
            case DEAD_LETTER -> ErrorPolicy.deadLetter();
            case RETRY -> ErrorPolicy.retry(retry).then(last());
        };
    }

    private ErrorPolicy last() {
        if (then == OnError.RETRY) {
            throw new IllegalArgumentException(
                    "a retry is followed by another one: set 'fail', 'skip' or 'dead-letter', and more 'max-retries' for more tries");
        }
        return policy(then);
    }

    /** Returns what {@code settings} makes, or names the property {@code name} that is wrong. */
    static <T> T checked(String name, Supplier<T> settings) {
        try {
            return settings.get();
        } catch (IllegalArgumentException e) {
            throw new InvalidSettingsException(List.of("'%s': %s".formatted(name, e.getMessage())));
        }
    }
}
