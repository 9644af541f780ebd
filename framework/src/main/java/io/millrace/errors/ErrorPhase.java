package io.millrace.errors;

/** What was being done with a record when it failed. */
public enum ErrorPhase {
    /** Its bytes were made into objects. */
    DESERIALIZATION,

    /** An operator ran, a call to elsewhere was made, or a timer fired. */
    PROCESSING,

    /** It was made into bytes again, or was refused on its way out. */
    PRODUCTION
}
