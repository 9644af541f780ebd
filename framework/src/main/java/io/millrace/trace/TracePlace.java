package io.millrace.trace;

/** Where in a topology a step is taken. Immutable. */
public record TracePlace(String topology, String stage) {}
