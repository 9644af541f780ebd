package io.millrace.spring.endpoint;

/** Why nothing was done or shown, and what to do. Immutable. */
public record Refusal(String error) {}
