package io.millrace.errors;

/** A worker of a topology ended outside the processing of a record, as by a failure of Kafka's consumer. */
public final class WorkerFailedException extends MillraceException {

    public WorkerFailedException(String topology, String worker, Throwable cause) {
        super(
                "Topology '%s' failed in worker '%s' (%s)"
                        .formatted(topology, worker, cause.getClass().getSimpleName()),
                cause);
    }
}
