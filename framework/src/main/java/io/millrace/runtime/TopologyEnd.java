package io.millrace.runtime;

/** Why a topology has ended. */
public enum TopologyEnd {

    /** By itself: all that it had to do is done and durable. Only with a {@link Trigger.Job}. */
    FINISHED,

    /** Somebody stopped it. */
    STOPPED,

    /** It failed and was not restarted. */
    FAILED
}
