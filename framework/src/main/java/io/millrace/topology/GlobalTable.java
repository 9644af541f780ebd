package io.millrace.topology;

import org.apache.kafka.common.serialization.Deserializer;

/**
 * Declares a table of all entries of a topic, which every worker of every instance sees as a whole. Immutable.
 *
 * @param name unique among the topology's global tables
 */
public record GlobalTable(
        String name, String topic, Deserializer<?> keyDeserializer, Deserializer<?> valueDeserializer) {}
