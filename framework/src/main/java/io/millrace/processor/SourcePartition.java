package io.millrace.processor;

/** One partition of an input topic. Immutable. */
public record SourcePartition(String topic, int partition) {

    @Override
    public String toString() {
        return topic + "-" + partition;
    }
}
