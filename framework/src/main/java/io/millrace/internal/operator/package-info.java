/** The processors of the DSL that keep state by event time: what windowed aggregations do with each record and each timer. */
@NullMarked
package io.millrace.internal.operator;

import org.jspecify.annotations.NullMarked;
