package io.millrace.internal.stage;

/** Decides about records that a sink elsewhere does not take. Called by the worker. */
interface SinkRefusals {

    /** Throws what fails the topology, or sees to {@code item} and returns: then the stream goes on without it. */
    void refused(BatchItem item, Throwable failure);
}
