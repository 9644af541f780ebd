package io.millrace.errors;

/** A topic that has to hold the state of a store can't do so. */
public final class UnusableChangelogException extends StartRefusedException {

    private final String store;
    private final String topic;

    /**
     * @param problem what is wrong with {@code topic}, as the end of a sentence
     * @param remedy what to do, as a sentence
     */
    public UnusableChangelogException(String topology, String store, String topic, String problem, String remedy) {
        super("Topology '%s' can't use topic '%s' as the changelog of store '%s': %s. %s"
                .formatted(topology, topic, store, problem, remedy));
        this.store = store;
        this.topic = topic;
    }

    public String store() {
        return store;
    }

    public String topic() {
        return topic;
    }
}
