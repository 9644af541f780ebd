package io.millrace.errors;

/**
 * A value was changed after it was put into a store. Stores keep the object itself, so such a change may be lost, or become
 * durable before the record that made it. Found only where {@code StateSettings.checkMutations} is on.
 */
public final class MutatedValueException extends MillraceException {

    private final String store;

    /** {@code key} is the one whose value was changed. */
    public MutatedValueException(String store, Object key) {
        super(
                ("The value of key '%s' in store '%s' was changed after it was put there. Put a new object instead of changing"
                                + " the one that the store has given or taken. This was found because 'millrace.state.check-mutations'"
                                + " (StateSettings.checkMutations) is on.")
                        .formatted(key, store));
        this.store = store;
    }

    public String store() {
        return store;
    }
}
