package io.millrace.samples.fraud.model;

/**
 * What one rule has against a payment.
 *
 * <p>Immutable.
 *
 * @param rule the rule's name
 * @param reason a sentence for the person who looks at the alert
 */
public record Finding(String rule, Severity severity, String reason) {}
