package io.millrace.internal.plan;

/**
 * How one sink's outputs leave. Immutable.
 *
 * @param sink the node's name
 * @param withIds whether each carries its output id, so that readers recognise replays
 * @param reason why, for people
 */
public record SinkPlan(String sink, Sending sending, boolean withIds, String reason) {

    /** When outputs leave. */
    public enum Sending {
        /** As soon as they are made. */
        AT_ONCE,
        /** In the transaction that makes their epoch durable. */
        WITH_CHECKPOINT,
        /** In batches, to a sink that is not Kafka. */
        IN_BATCHES
    }
}
