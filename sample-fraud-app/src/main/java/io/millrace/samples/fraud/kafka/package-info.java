/**
 * The topics: payments are written and read here, what is known of merchants is written, and alerts are read back.
 */
@NullMarked
package io.millrace.samples.fraud.kafka;

import org.jspecify.annotations.NullMarked;
