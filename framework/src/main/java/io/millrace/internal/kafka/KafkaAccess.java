package io.millrace.internal.kafka;

import io.millrace.runtime.KafkaClientSupplier;
import io.millrace.runtime.TimeSource;
import java.time.Duration;

/**
 * How one run reaches Kafka. Immutable.
 *
 * @param group the consumer group, and the beginning of the clients' names
 * @param runId tells the transactions of this run from those of all others, of whichever instance
 * @param longestLeap by how much time may move at once without anything having stood still: nothing, but in tests
 */
public record KafkaAccess(
        KafkaClientSupplier clients,
        String group,
        String runId,
        TimeSource time,
        Waiting waiting,
        Duration longestLeap) {}
