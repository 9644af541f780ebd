/**
 * Judges payments, each by itself and next to what is known of its card: what the topology does between its source and its
 * sink.
 */
@NullMarked
package io.millrace.samples.fraud.rules;

import org.jspecify.annotations.NullMarked;
