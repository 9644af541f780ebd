/** The stateful operators behind the DSL's methods, written as processors, and what the engine does for them beyond the API. */
@NullMarked
package io.millrace.internal.operator;

import org.jspecify.annotations.NullMarked;
