package io.millrace.samples.common.generator;

/**
 * What a generator does and did.
 *
 * <p>Immutable.
 *
 * @param rate records asked for per second
 * @param maxRate the highest rate that can be asked for
 * @param written records that Kafka has
 * @param failed records that Kafka did not take
 * @param leftOut records that were not made since too many had no answer
 */
public record FeedStatus(int rate, int maxRate, long written, long failed, long leftOut) {}
