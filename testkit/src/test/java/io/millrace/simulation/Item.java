package io.millrace.simulation;

import org.jspecify.annotations.Nullable;

/** A record somewhere in a topology, without what stores add to it. Immutable. */
record Item(@Nullable String key, Payload payload) {}
