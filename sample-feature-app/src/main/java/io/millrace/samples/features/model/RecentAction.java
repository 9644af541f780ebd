package io.millrace.samples.features.model;

import java.time.Instant;

/** One of the last things that a user did. Immutable. */
public record RecentAction(Instant time, Kind kind, String item, long cents) {}
