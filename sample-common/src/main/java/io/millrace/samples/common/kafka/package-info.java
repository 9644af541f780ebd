/**
 * Writes records, and lets listeners begin with the last minute.
 */
@NullMarked
package io.millrace.samples.common.kafka;

import org.jspecify.annotations.NullMarked;
