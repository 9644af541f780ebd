/**
 * Finds fraud in card payments: the {@code payments} topic in, the {@code alerts} topic out. {@link
 * io.millrace.samples.fraud.FraudTopology} is the way between them; everything else makes payments, or shows what came
 * out.
 */
@NullMarked
package io.millrace.samples.fraud;

import org.jspecify.annotations.NullMarked;
