package io.millrace.processor;

/** Where the input record came from that is being processed. Immutable. */
public record RecordMetadata(String topic, int partition, long offset) {}
