/**
 * Writes what a sample makes up, at a rate that can be changed.
 */
@NullMarked
package io.millrace.samples.common.generator;

import org.jspecify.annotations.NullMarked;
