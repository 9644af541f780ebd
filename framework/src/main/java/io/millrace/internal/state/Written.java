package io.millrace.internal.state;

import org.jspecify.annotations.Nullable;

/**
 * A value and when it was written. Immutable.
 *
 * @param value null if it was removed
 * @param at what {@link Lifetime#now()} said then
 */
record Written<V>(@Nullable V value, long at) {}
