package io.millrace.errors;

/**
 * User code or a serde threw while a record passed.
 *
 * <p>The message names where, never what: no part of the record is in it. The cause is what was thrown, and its message
 * may well quote the record.
 */
public final class RecordFailedException extends MillraceException {

    private final String stage;
    private final String node;
    private final String topic;
    private final int partition;
    private final long offset;

    public RecordFailedException(
            String topology, String stage, String node, String topic, int partition, long offset, Throwable cause) {
        super(
                "Topology '%s' failed in stage '%s' at '%s' on the record of topic '%s', partition %d, offset %d (%s)"
                        .formatted(
                                topology,
                                stage,
                                node,
                                topic,
                                partition,
                                offset,
                                cause.getClass().getSimpleName()),
                cause);
        this.stage = stage;
        this.node = node;
        this.topic = topic;
        this.partition = partition;
        this.offset = offset;
    }

    public String stage() {
        return stage;
    }

    /** Returns the name of the node whose code threw. */
    public String node() {
        return node;
    }

    public String topic() {
        return topic;
    }

    public int partition() {
        return partition;
    }

    public long offset() {
        return offset;
    }
}
