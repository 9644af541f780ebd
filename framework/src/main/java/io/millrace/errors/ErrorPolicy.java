package io.millrace.errors;

/**
 * What becomes of a record that failed, and of the topology with it. Immutable.
 *
 * <p>The names are those of Spring Kafka and Kafka Streams where these have the same.
 */
public sealed interface ErrorPolicy {

    /** Stops the topology, which starts again at its last checkpoint as its restart policy says. The default. */
    static ErrorPolicy fail() {
        return new Fail();
    }

    /** Goes on without the record. It is counted, and logged now and then. */
    static ErrorPolicy skip() {
        return new Skip();
    }

    /** Goes on without the record, whose input is sent to the dead-letter topic, with what happened where and why in headers. */
    static ErrorPolicy deadLetter() {
        return new DeadLetter();
    }

    /**
     * Tries again as {@code policy} says, and fails the topology if that does not help: see {@link Retry#then}. Records of the same
     * key wait meanwhile, others don't.
     */
    static Retry retry(RetryPolicy policy) {
        return new Retry(policy, fail());
    }

    /** See {@link #fail()}. */
    record Fail() implements ErrorPolicy {}

    /** See {@link #skip()}. */
    record Skip() implements ErrorPolicy {}

    /** See {@link #deadLetter()}. */
    record DeadLetter() implements ErrorPolicy {}

    /**
     * See {@link #retry}.
     *
     * @param otherwise what is done when the last try has failed, which is no retry
     */
    record Retry(RetryPolicy policy, ErrorPolicy otherwise) implements ErrorPolicy {

        public Retry {
            if (otherwise instanceof Retry) {
                throw new IllegalArgumentException(
                        "A retry is followed by another one: give more attempts to the first, and then 'fail', 'skip' or 'dead-letter'");
            }
        }

        /** Returns the same retries, with {@code last} for a record that they did not help. */
        public Retry then(ErrorPolicy last) {
            return new Retry(policy, last);
        }
    }
}
