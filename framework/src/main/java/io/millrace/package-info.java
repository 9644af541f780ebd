/** The entry of the framework: {@link io.millrace.MillraceEngine} runs topologies. */
@NullMarked
package io.millrace;

import org.jspecify.annotations.NullMarked;
