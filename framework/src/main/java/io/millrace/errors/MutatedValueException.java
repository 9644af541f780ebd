package io.millrace.errors;

/**
 * A value was changed after it was put into a store. Stores keep the object itself, so such a change may be lost, or become
 * durable before the record that made it. Found only where {@code StateSettings.checkMutations} is on.
 */
public final class MutatedValueException extends MillraceException {

    private final String store;
    private final transient Object key;

    /** {@code key} is the one whose value was changed. */
    public MutatedValueException(String store, Object key) {
        super(
                ("The value of a key in store '%s' was changed after it was put there. Put a new object instead of changing"
                                + " the one that the store has given or taken; key() of this exception tells which key it is. This was found because 'millrace.state.check-mutations'"
                                + " (StateSettings.checkMutations) is on.")
                        .formatted(store));
        this.store = store;
        this.key = key;
    }

    public String store() {
        return store;
    }

    /** Returns the key whose value was changed. It is not in the message, which may get into logs. */
    public Object key() {
        return key;
    }
}
