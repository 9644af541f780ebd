package io.millrace.topology;

/**
 * A name for a node, as it appears in descriptions, settings, metrics and error messages. Immutable.
 *
 * @param name letters, digits, dots, dashes and underscores
 */
public record Named(String name) {

    public static Named as(String name) {
        return new Named(name);
    }
}
