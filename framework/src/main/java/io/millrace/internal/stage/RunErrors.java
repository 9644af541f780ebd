package io.millrace.internal.stage;

import io.millrace.runtime.ErrorSettings;

/**
 * What the workers of a run share about records that fail. Thread-safe.
 *
 * @param meter counts them
 */
public record RunErrors(ErrorSettings settings, ErrorMeter meter) {}
