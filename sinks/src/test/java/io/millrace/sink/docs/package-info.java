/** The examples of {@code docs/sinks.md}, compiled and run. */
@NullMarked
package io.millrace.sink.docs;

import org.jspecify.annotations.NullMarked;
