package io.millrace.query;

import io.millrace.errors.StateUnavailableException;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Why state is not known here and now. Immutable.
 *
 * @param partitions whose state it is; empty if all of it
 * @param message says so to people, with what to do
 * @param instance the one that had it when the group last shared its partitions out, as its settings name it
 */
public record Unavailable(Reason reason, Set<Integer> partitions, String message, Optional<String> instance) {

    /** Nobody knows of an instance that could. */
    public Unavailable(Reason reason, Set<Integer> partitions, String message) {
        this(reason, partitions, message, Optional.empty());
    }

    public Unavailable {
        partitions = Collections.unmodifiableSet(new TreeSet<>(partitions));
    }

    /** The reasons. */
    public enum Reason {

        /** The topology does not run at the moment: it was not started, was stopped, has failed, or begins again. */
        NOT_RUNNING(true),

        /** The partition is assigned to this instance, and its state is still being restored. */
        RESTORING(true),

        /** The partition is just being given to this instance or taken from it. */
        REBALANCING(true),

        /** Another instance has the partition, or none. */
        ELSEWHERE(true),

        /** This instance has not heard from its consumer group for so long that another one may have its partitions. */
        OUT_OF_TOUCH(true),

        /** As many questions wait as may. */
        OVERLOADED(true),

        /** What was asked for is larger than an answer may be. */
        TOO_LARGE(false),

        /** The store does not know its state as of then. */
        NOT_KEPT(false);

        private final boolean passing;

        Reason(boolean passing) {
            this.passing = passing;
        }

        /** Returns whether asking again later, or another instance, may help. */
        public boolean isPassing() {
            return passing;
        }
    }

    StateUnavailableException toException() {
        return new StateUnavailableException(message, reason.isPassing());
    }
}
