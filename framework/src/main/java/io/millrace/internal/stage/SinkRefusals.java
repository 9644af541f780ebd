package io.millrace.internal.stage;

import io.millrace.internal.exchange.Origin;

/** Decides about records that a sink elsewhere does not take. Called by the worker. */
interface SinkRefusals {

    /** Throws what fails the topology, or sees to the record of {@code origin} and returns: then the stream goes on without it. */
    void refused(String sink, Origin origin, Throwable failure);
}
