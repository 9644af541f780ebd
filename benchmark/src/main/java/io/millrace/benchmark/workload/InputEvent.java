package io.millrace.benchmark.workload;

import org.jspecify.annotations.Nullable;

/**
 * Key and value of a record to send.
 *
 * <p>Immutable, as long as nobody writes to the arrays.
 *
 * @param key null where the workload has no key
 */
public record InputEvent(byte @Nullable [] key, byte[] value) {}
