/** Questions about state from outside: how they get to the worker that can answer, and what becomes of its answer. */
@NullMarked
package io.millrace.internal.query;

import org.jspecify.annotations.NullMarked;
