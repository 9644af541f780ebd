package io.millrace.testkit.internal.memory;

import org.junit.jupiter.api.AfterAll;

class BrokerGroupIT extends GroupContract {

    private static final BrokerKafka KAFKA = new BrokerKafka();

    @AfterAll
    static void close() {
        KAFKA.close();
    }

    @Override
    TestedKafka kafka() {
        return KAFKA;
    }
}
