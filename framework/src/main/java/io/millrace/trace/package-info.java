/** How records are traced on their way: what the engine tells a tracer, and what it asks of it. The engine itself knows none. */
@NullMarked
package io.millrace.trace;

import org.jspecify.annotations.NullMarked;
