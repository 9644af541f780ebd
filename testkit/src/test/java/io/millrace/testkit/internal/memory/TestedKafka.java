package io.millrace.testkit.internal.memory;

import io.millrace.runtime.KafkaClientSupplier;
import java.time.Duration;

/** A Kafka of which the contract is tested: the one in memory, or a real one. */
interface TestedKafka {

    /** Returns the clients of a process. */
    KafkaClientSupplier clients(String instance);

    /** Returns the name of a new topic. */
    String topic(int partitions);

    /** Adds partitions to {@code topic}. */
    void addPartitions(String topic, int total);

    /** Returns how long a poll that is to bring something may wait. */
    Duration pollTime();

    /** Lets happen what takes time. */
    void pass();
}
