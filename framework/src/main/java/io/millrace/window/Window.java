package io.millrace.window;

/**
 * A span of event time. Immutable.
 *
 * @param start the first millisecond that belongs to it, since the epoch
 * @param end of tumbling and hopping windows the first millisecond that does not belong to it any more; of sliding windows and
 *     sessions the last one that does
 */
public record Window(long start, long end) {

    public Window {
        if (start < 0 || end < start) {
            throw new IllegalArgumentException(
                    "A window from %d to %d: neither may be negative, nor the end before the start"
                            .formatted(start, end));
        }
    }
}
