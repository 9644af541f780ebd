/** Puts everything together: threads, the life cycle of topologies, and what happens after a failure. */
@NullMarked
package io.millrace.internal.engine;

import org.jspecify.annotations.NullMarked;
