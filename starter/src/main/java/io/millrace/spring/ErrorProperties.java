package io.millrace.spring;

import io.millrace.errors.ErrorPhase;
import io.millrace.errors.ErrorPolicy;
import io.millrace.runtime.ErrorSettings;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of this topology's records that fail; what is left out falls back on 'millrace.errors'. Immutable.
 *
 * @param onError What is done in all phases: 'fail', 'skip', 'retry' or 'dead-letter'.
 * @param deserialization The same where bytes are made into objects.
 * @param processing The same where an operator runs or a timer fires.
 * @param production The same where objects are made into bytes, or an output is refused.
 * @param deadLetter Where dead letters go.
 * @param circuit How many records may be given up before the topology is.
 * @param stuckAfter How long user code may be busy with one record before it is told to be stuck.
 * @param maxParked How many records of each worker may wait for a retry before it takes nothing new.
 */
record ErrorProperties(
        @Nullable OnError onError,
        @Nullable OnError deserialization,
        @Nullable OnError processing,
        @Nullable OnError production,
        @Nullable RetryProperties retry,
        @Nullable DeadLetter deadLetter,
        @Nullable Circuit circuit,
        @Nullable Duration stuckAfter,
        @Nullable Integer maxParked) {

    /** Where nothing is said. */
    static final ErrorProperties NONE = new ErrorProperties(null, null, null, null, null, null, null, null, null);

    ErrorChoices.Level level() {
        return new ErrorChoices.Level(onError, deserialization, processing, production, retry);
    }

    /**
     * Returns {@code general} with what is set here, {@code choices} and {@code stages} being what is said of policies.
     *
     * @param prefix where this is written
     */
    ErrorSettings over(
            ErrorSettings general,
            Map<ErrorPhase, ErrorPolicy> choices,
            Map<String, Map<ErrorPhase, ErrorPolicy>> stages,
            String prefix) {
        Optional<String> topic = deadLetter == null || deadLetter.topic() == null
                ? general.deadLetterTopic()
                : Optional.of(deadLetter.topic());
        return ErrorChoices.checked(
                prefix,
                () -> new ErrorSettings(
                        choices,
                        stages,
                        general.handler(),
                        topic,
                        circuit == null ? general.circuit() : circuit.over(general.circuit()),
                        stuckAfter == null ? general.stuckAfter() : stuckAfter,
                        maxParked == null ? general.maxParked() : maxParked));
    }

    /**
     * Where dead letters go.
     *
     * @param topic Topic of the dead letters. Defaults to the consumer group's name with '-dlt' at its end; it is made if it is missing.
     */
    record DeadLetter(@Nullable String topic) {}

    /**
     * How many records may be given up before the topology is.
     *
     * @param maxErrors Number of records that may be skipped or dead-lettered within the window; with one more, the topology stays down.
     * @param window Time within which they are counted.
     */
    record Circuit(@Nullable Integer maxErrors, @Nullable Duration window) {

        ErrorSettings.Circuit over(ErrorSettings.Circuit general) {
            return new ErrorSettings.Circuit(
                    maxErrors == null ? general.maxErrors() : maxErrors, window == null ? general.window() : window);
        }
    }
}
