/**
 * Measures what flows: rates, latencies, how much of the fraud was found.
 */
@NullMarked
package io.millrace.samples.fraud.stats;

import org.jspecify.annotations.NullMarked;
