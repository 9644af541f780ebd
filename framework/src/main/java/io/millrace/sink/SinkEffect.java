package io.millrace.sink;

/** How often what a {@link Sink} writes takes effect, where records come again after a failure. */
public enum SinkEffect {
    /** It writes whatever it is given. */
    AT_LEAST_ONCE,

    /**
     * It keeps the newest {@linkplain SinkRecord#id() id} of each channel together with what it writes, and leaves out what is not
     * behind it. Where a replay may give other outputs, records have no ids, and may be written again; the start warns of that.
     */
    ONCE_WHERE_POSSIBLE,

    /** The same, and a topology whose replays may give other outputs is refused. */
    ONCE
}
