package io.millrace.errors;

/** A store or an aggregation needs an optional library that the service does not have. */
public final class MissingLibraryException extends StartRefusedException {

    /**
     * @param library as {@code group:artifact}
     * @param problem what is the matter with it, as "is not on the class path"
     */
    public MissingLibraryException(String store, String library, String problem, Throwable cause) {
        super(
                ("Store '%s' is of type ROCKS_DB, but '%s' %s. Add this dependency to the service, or keep the store IN_MEMORY"
                                + " (StoreDefinition.withStoreType, or 'millrace.state.store-type' for all stores).")
                        .formatted(store, library, problem));
        initCause(cause);
    }

    /**
     * @param user what needs it, as a sentence begins
     * @param library as {@code group:artifact}
     */
    public MissingLibraryException(String user, String library, Throwable cause) {
        super("%s '%s', which is not on the class path. Add this dependency to the service.".formatted(user, library));
        initCause(cause);
    }
}
