package io.millrace.sink;

import org.jspecify.annotations.Nullable;

/**
 * A {@link BatchWriter} reaches nobody who would take records, or the system behind it takes none now, whatever they are. So no record
 * is blamed for it: the batch is tried again as it is and, where tries are bounded, the topology fails at their end.
 *
 * <p>The log shows its message, which is to have nothing of the records in it.
 */
public final class UnavailableException extends RuntimeException {

    public UnavailableException(String message) {
        super(message);
    }

    public UnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
