/**
 * Turns payments and alerts into JSON and back, with bounds on what is read.
 */
@NullMarked
package io.millrace.samples.fraud.json;

import org.jspecify.annotations.NullMarked;
