package io.millrace.testkit.internal.spring;

import io.millrace.testkit.kafka.WithKafka;
import java.util.List;

/**
 * What a test class asks for with {@link WithKafka}. Test classes that ask for the same may share an application context.
 *
 * <p>Immutable.
 */
record KafkaRequest(List<String> topics, int partitions, boolean dedicated) {

    static KafkaRequest of(WithKafka annotation) {
        return new KafkaRequest(List.of(annotation.topics()), annotation.partitions(), annotation.dedicated());
    }
}
