package io.millrace.samples.features.web;

/** Nothing is known of a user or an item. */
final class UnknownException extends RuntimeException {

    UnknownException(String what, String name) {
        super("Nothing is known of %s '%s': there was no event, or none for so long that it is forgotten."
                .formatted(what, name));
    }
}
