package io.millrace.sink;

/**
 * For whom a {@link BatchWriter} is made. Immutable.
 *
 * @param group the consumer group of the topology
 * @param sink the node's name
 * @param worker the number of the worker in its stage, from 0
 */
public record SinkContext(String group, String topology, String stage, String sink, int worker) {}
