package io.millrace.errors;

/**
 * A serde could not turn a key or value of a store into bytes or back.
 *
 * <p>The message names the store, never the content. The cause is what the serde threw, and its message may well quote it.
 */
public final class StoreSerdeException extends MillraceException {

    private final String store;

    /** {@code what} the serde should have done, as "serialize a value". */
    public StoreSerdeException(String store, String what, Throwable cause) {
        super(
                "Store '%s' could not %s (%s). Check the serdes of the store, and whether its changelog was written with others."
                        .formatted(store, what, cause.getClass().getSimpleName()),
                cause);
        this.store = store;
    }

    public String store() {
        return store;
    }
}
