package io.millrace.errors;

/** Two inputs share state but have different numbers of partitions, so that a key is not in the same one of both. */
public final class UnequalPartitionsException extends StartRefusedException {

    public UnequalPartitionsException(String topology, String topic, int count, String otherTopic, int otherCount) {
        super(
                ("Topology '%s' keeps common state for the partitions of topics '%s' and '%s', but the first has %d partitions"
                                + " and the second %d. Give both the same number, with the records of a key in the same partition of"
                                + " both, or copy one to a topic that has the other's number.")
                        .formatted(topology, topic, otherTopic, count, otherCount));
    }
}
