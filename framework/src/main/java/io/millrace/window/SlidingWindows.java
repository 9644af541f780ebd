package io.millrace.window;

import java.time.Duration;
import java.util.Objects;

/**
 * Windows around records: for each record of a key there is one that ends with it, and one that begins right after it if there are
 * others in it. So each set of records that lie within {@code timeDifference} of each other has its window. Immutable.
 *
 * <p>A window, whose end belongs to it, is closed once the watermark is past its end and the grace after it.
 *
 * <p>Each record changes all windows that it lies in, about two for each other record of its key within {@code timeDifference}; for
 * many records of a key within that time, prefer hopping windows.
 *
 * @param timeDifference how far the first and the last record of a window may lie apart, at least a millisecond
 * @param grace how long after its end a window still takes records that come late
 */
public record SlidingWindows(Duration timeDifference, Duration grace) {

    public SlidingWindows {
        Objects.requireNonNull(timeDifference, "timeDifference");
        Objects.requireNonNull(grace, "grace");
    }

    public static SlidingWindows ofTimeDifferenceWithNoGrace(Duration timeDifference) {
        return new SlidingWindows(timeDifference, Duration.ZERO);
    }

    public static SlidingWindows ofTimeDifferenceAndGrace(Duration timeDifference, Duration grace) {
        return new SlidingWindows(timeDifference, grace);
    }
}
