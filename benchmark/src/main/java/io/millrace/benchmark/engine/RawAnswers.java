package io.millrace.benchmark.engine;

import org.jspecify.annotations.Nullable;

/**
 * What the raw loop answers to a record.
 *
 * <p>Confined to the loop.
 */
@FunctionalInterface
interface RawAnswers {
    Result to(byte @Nullable [] key, byte[] value);

    /** Key and value of a result. */
    record Result(byte @Nullable [] key, byte[] value) {}
}
