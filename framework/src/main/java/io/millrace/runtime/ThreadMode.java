package io.millrace.runtime;

/** Which threads run the workers of a topology's stages. Has no influence on results. */
public enum ThreadMode {

    /**
     * The default: {@link #SHARED} below four processors; from four on, the stages that the topology begins with {@code
     * stage(...)} and those with several workers get threads, and the others share the poll thread.
     */
    AUTO,

    /** All workers run on the thread that polls Kafka: the least latency and the least CPU. */
    SHARED,

    /** Every worker has a thread of its own: for stages that compute much or may be slow. */
    DEDICATED
}
