package io.millrace.runtime;

/**
 * What a topology reads. Immutable.
 *
 * @param records records read from Kafka
 * @param recordsBehind records that are in the assigned partitions and have not come to a stage, as far as Kafka has told
 * @param caughtUp whether no partition has more than one poll's worth of them
 * @param assignments how often the partitions of this instance have changed
 */
public record InputMetrics(long records, long recordsBehind, boolean caughtUp, long assignments) {}
