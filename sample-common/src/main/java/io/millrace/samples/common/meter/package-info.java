/**
 * Counts and durations over the last ten seconds.
 */
@NullMarked
package io.millrace.samples.common.meter;

import org.jspecify.annotations.NullMarked;
