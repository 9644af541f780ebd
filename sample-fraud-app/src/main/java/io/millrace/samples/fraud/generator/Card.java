package io.millrace.samples.fraud.generator;

/**
 * A card and its owner's habits.
 *
 * <p>Immutable.
 *
 * @param spending how much the owner spends, 1 being the median of all owners
 */
record Card(String id, Home home, double spending) {}
