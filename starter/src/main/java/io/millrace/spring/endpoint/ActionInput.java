package io.millrace.spring.endpoint;

import io.millrace.errors.ErrorPhase;
import io.millrace.internal.plan.NearestName;
import io.millrace.runtime.DeadLetterReplay;
import io.millrace.runtime.Trigger;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What came with an action, as it was written. Immutable. */
record ActionInput(
        @Nullable String trigger,
        @Nullable String exception,
        @Nullable String stage,
        @Nullable String phase,
        @Nullable String topic,
        @Nullable String since) {

    /** @throws IllegalArgumentException if there is none, or it is none */
    Trigger requiredTrigger() {
        if (trigger == null) {
            throw new IllegalArgumentException(
                    "'switch-trigger' needs a 'trigger', such as {\"trigger\": \"processing-time 500ms\"}");
        }
        return Trigger.parse(trigger);
    }

    /** @throws IllegalArgumentException if a part of it can't be read */
    DeadLetterReplay letters() {
        return new DeadLetterReplay(
                Optional.ofNullable(exception),
                Optional.ofNullable(stage),
                Optional.ofNullable(phase).map(ActionInput::phase),
                Optional.ofNullable(topic),
                Optional.ofNullable(since).map(ActionInput::instant));
    }

    private static ErrorPhase phase(String text) {
        List<String> names =
                Stream.of(ErrorPhase.values()).map(ActionInput::word).toList();
        return Stream.of(ErrorPhase.values())
                .filter(phase -> word(phase).equalsIgnoreCase(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "There is no phase '%s'. %s".formatted(text, NearestName.suggest(text, names))));
    }

    private static String word(ErrorPhase phase) {
        return phase.name().toLowerCase(Locale.ROOT);
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(
                    "'since' is '%s', which is no time; write it as '2026-11-21T08:00:00Z'".formatted(text));
        }
    }
}
