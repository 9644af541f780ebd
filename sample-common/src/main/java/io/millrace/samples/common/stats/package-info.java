/**
 * What a page shows of a topology, and of the last two minutes.
 */
@NullMarked
package io.millrace.samples.common.stats;

import org.jspecify.annotations.NullMarked;
