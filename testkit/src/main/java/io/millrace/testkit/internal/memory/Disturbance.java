package io.millrace.testkit.internal.memory;

/**
 * What goes wrong on the way to the cluster and back; asked once for each request of a client.
 *
 * <p>May throw: what it throws leaves the client's method, which then has done nothing. So a test ends a process at a request.
 *
 * <p>Confined to the test's thread.
 */
@FunctionalInterface
public interface Disturbance {

    /** Nothing goes wrong. */
    Disturbance NONE = request -> Effect.NONE;

    Effect on(Request request);

    /** What a request asks for. */
    enum Kind {
        /** Appending one record to a partition. */
        PRODUCE,
        /** Records of one partition. */
        FETCH,
        JOIN_GROUP,
        SYNC_GROUP,
        /** Offsets that a member of a group commits. */
        COMMIT_OFFSETS,
        /** The committed offsets of a group. */
        FETCH_OFFSETS,
        /** Where partitions begin and end. */
        LIST_OFFSETS,
        /** Which partitions a topic has. */
        METADATA,
        INIT_TRANSACTIONS,
        /** Offsets that are part of a transaction. */
        TRANSACTION_OFFSETS,
        COMMIT_TRANSACTION,
        ABORT_TRANSACTION,
        /** What only an admin client asks. */
        ADMIN
    }

    /**
     * A request.
     *
     * @param instance the process that makes it
     * @param subject the partition, group, topic or transactional id that it is about
     */
    record Request(Kind kind, String instance, String subject) {}

    /** What becomes of a request. */
    enum Effect {
        /** It is done at once. Where the client does not wait for the answer, that is a delivery. */
        NONE,
        /** It arrives later, as a delivery. Who waits for its answer gives up before. */
        DELAYED,
        /** It is done at once, its answer is lost, and the client's second try gets it, a request timeout later. */
        LATE_ANSWER,
        /** It is done at once, and the client never learns that: it gives up at its timeout. */
        LOST_ANSWER,
        /** It is never done, and the client gives up at its timeout. */
        LOST_REQUEST,
        /** The cluster asks for another try. Clients that try again by themselves do so, with success. */
        REFUSED
    }
}
