package io.millrace.errors;

import java.nio.file.Path;

/** The directory that stores should keep their files in can't be used. */
public final class StateDirectoryException extends StartRefusedException {

    /** {@code cause} is what the file system said. */
    public StateDirectoryException(Path directory, Throwable cause) {
        super(("Stores can't keep files in directory '%s' (%s). Make it writable for this process, or set another by"
                        + " 'millrace.state.directory' (StateSettings.directory).")
                .formatted(directory, cause));
        initCause(cause);
    }
}
