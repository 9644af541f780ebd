package io.millrace.errors;

/** A topic that has to take the dead letters of a topology can't do so. */
public final class UnusableDeadLetterTopicException extends StartRefusedException {

    private final String topic;

    /**
     * @param problem what is wrong with {@code topic}, as the end of a sentence
     * @param remedy what to do, as a sentence
     */
    public UnusableDeadLetterTopicException(String topology, String topic, String problem, String remedy) {
        super("Topology '%s' can't use topic '%s' for its dead letters: %s. %s"
                .formatted(topology, topic, problem, remedy));
        this.topic = topic;
    }

    public String topic() {
        return topic;
    }
}
