package io.millrace.errors;

/** A topic that has to take records to the partitions of their new keys can't do so. */
public final class UnusableRepartitionTopicException extends StartRefusedException {

    private final String topic;

    /**
     * @param problem what is wrong with {@code topic}, as the end of a sentence
     * @param remedy what to do, as a sentence
     */
    public UnusableRepartitionTopicException(String topology, String topic, String problem, String remedy) {
        super("Topology '%s' can't use topic '%s' to bring records to the partitions of their new keys: %s. %s"
                .formatted(topology, topic, problem, remedy));
        this.topic = topic;
    }

    public String topic() {
        return topic;
    }
}
