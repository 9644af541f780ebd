/**
 * Writes the payments of a made-up world to the topic, some of them fraud, and remembers which.
 */
@NullMarked
package io.millrace.samples.fraud.generator;

import org.jspecify.annotations.NullMarked;
