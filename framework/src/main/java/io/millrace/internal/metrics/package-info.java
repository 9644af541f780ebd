/** What is measured beside the data's way: meters that the workers write for the price of some writes to memory, and that others read. */
@NullMarked
package io.millrace.internal.metrics;

import org.jspecify.annotations.NullMarked;
