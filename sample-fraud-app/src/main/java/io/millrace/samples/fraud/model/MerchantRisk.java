package io.millrace.samples.fraud.model;

/**
 * What is known of a merchant.
 *
 * <p>Immutable.
 *
 * @param merchant the merchant's id
 * @param score how likely a payment there is fraud, from 0 to 100
 */
public record MerchantRisk(String merchant, int score) {}
