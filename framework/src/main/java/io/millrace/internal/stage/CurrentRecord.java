package io.millrace.internal.stage;

import io.millrace.internal.exchange.Origin;
import org.jspecify.annotations.Nullable;

/** What a worker's operators share about the input record in their hands. Confined to the worker. */
final class CurrentRecord {

    private @Nullable Origin origin;
    private @Nullable NodeFailure failure;

    void begin(Origin newOrigin) {
        origin = newOrigin;
        failure = null;
    }

    void end() {
        origin = null;
    }

    Origin origin() {
        if (origin == null) {
            throw new IllegalStateException("No record is being processed: this is only known inside process(...)");
        }
        return origin;
    }

    /** Notes a failure, so that it counts even where user code upstream catches the exception, and returns it. */
    NodeFailure fail(String node, Throwable thrown) {
        if (failure == null) {
            failure = new NodeFailure(node, thrown);
        }
        return failure;
    }

    @Nullable
    NodeFailure failure() {
        return failure;
    }
}
