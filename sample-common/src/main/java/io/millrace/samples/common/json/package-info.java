/**
 * Turns records into JSON and back, with bounds on what is read.
 */
@NullMarked
package io.millrace.samples.common.json;

import org.jspecify.annotations.NullMarked;
