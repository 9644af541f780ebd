package io.millrace.samples.fraud.model;

/**
 * What one rule has to say about a payment that somebody should look at.
 *
 * <p>Immutable.
 *
 * @param rule the rule's name
 * @param reason a sentence for the person who looks at the alert
 */
public record Finding(String rule, Severity severity, String reason) {}
