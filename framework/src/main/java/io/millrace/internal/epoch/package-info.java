/** What makes progress durable: epochs, the barriers that end them, their acknowledgement by all workers, and their checkpoint. */
@NullMarked
package io.millrace.internal.epoch;

import org.jspecify.annotations.NullMarked;
