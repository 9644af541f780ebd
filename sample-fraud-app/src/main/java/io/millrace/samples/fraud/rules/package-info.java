/**
 * Judges one payment at a time: what the topology does between its source and its sink.
 */
@NullMarked
package io.millrace.samples.fraud.rules;

import org.jspecify.annotations.NullMarked;
