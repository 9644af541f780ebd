package io.millrace.errors;

/** An entry of a store is too large for the store's changelog, so that no checkpoint can hold it. */
public final class StateTooLargeException extends StartRefusedException {

    private final String store;

    /**
     * @param bytes what the entry takes, with its key
     * @param limit what the changelog takes
     * @param largest what {@code limit} can be raised to
     */
    public StateTooLargeException(String topology, String store, long bytes, String changelog, int limit, int largest) {
        super(
                ("Topology '%s' can't commit an entry of store '%s': it takes %d bytes with its key, and topic '%s' takes %d"
                                + " at most. Keep less under one key, or raise the topic's 'max.message.bytes', to %d at most.")
                        .formatted(topology, store, bytes, changelog, limit, largest));
        this.store = store;
    }

    public String store() {
        return store;
    }
}
