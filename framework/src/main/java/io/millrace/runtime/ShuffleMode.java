package io.millrace.runtime;

/** How records get to the worker that owns their new key. */
public enum ShuffleMode {

    /** The default: through a topic of the topology's own, so that several instances share the work. */
    DURABLE,

    /**
     * In memory. One instance has all partitions then; each further one is a hot standby, which takes over when the first is
     * gone.
     */
    LOCAL
}
