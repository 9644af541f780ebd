/**
 * The two topics: payments are written and read here, and alerts read back.
 */
@NullMarked
package io.millrace.samples.fraud.kafka;

import org.jspecify.annotations.NullMarked;
