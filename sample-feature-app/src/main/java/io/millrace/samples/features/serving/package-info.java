/**
 * Answers from the topology's state.
 */
@NullMarked
package io.millrace.samples.features.serving;

import org.jspecify.annotations.NullMarked;
