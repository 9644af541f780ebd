/**
 * The topics: events are written and read here, features are read back.
 */
@NullMarked
package io.millrace.samples.features.kafka;

import org.jspecify.annotations.NullMarked;
