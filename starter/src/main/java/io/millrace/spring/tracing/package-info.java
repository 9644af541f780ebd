/** Traces records as Micrometer's observations, where the service has a tracer. */
@NullMarked
package io.millrace.spring.tracing;

import org.jspecify.annotations.NullMarked;
