package io.millrace.spring;

import org.jspecify.annotations.Nullable;

/**
 * What becomes of records that fail in this stage; what is left out falls back on the topology's 'errors'. Immutable.
 *
 * @param onError What is done in all phases: 'fail', 'skip', 'retry' or 'dead-letter'.
 * @param deserialization The same where bytes are made into objects.
 * @param processing The same where an operator runs or a timer fires.
 * @param production The same where objects are made into bytes, or an output is refused.
 */
record StageErrorProperties(
        @Nullable OnError onError,
        @Nullable OnError deserialization,
        @Nullable OnError processing,
        @Nullable OnError production,
        @Nullable RetryProperties retry) {

    ErrorChoices.Level level() {
        return new ErrorChoices.Level(onError, deserialization, processing, production, retry);
    }
}
