package io.millrace.samples.fraud.generator;

/**
 * What the generator does and did.
 *
 * <p>Immutable.
 *
 * @param rate payments asked for per second
 * @param written payments that Kafka has
 * @param failed payments that Kafka did not take
 * @param leftOut payments that were not made since too many had no answer
 */
public record GeneratorStatus(int rate, int maxRate, long written, long failed, long leftOut) {}
