/**
 * Measures what flows, and how fresh the features are.
 */
@NullMarked
package io.millrace.samples.features.stats;

import org.jspecify.annotations.NullMarked;
