package io.millrace.processor;

/** Makes the aggregate that the first value of a key is added to. The workers of a stage share one instance: it must be thread-safe. */
@FunctionalInterface
public interface Initializer<A> {

    A apply();
}
