package io.millrace.testkit.internal.memory;

class MemoryGroupTest extends GroupContract {

    private final MemoryKafka kafka = new MemoryKafka();

    @Override
    TestedKafka kafka() {
        return kafka;
    }
}
