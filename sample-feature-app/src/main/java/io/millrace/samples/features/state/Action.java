package io.millrace.samples.features.state;

import io.millrace.samples.features.model.Kind;
import io.millrace.samples.features.model.ShopEvent;

/**
 * One thing that a user did.
 *
 * <p>Immutable.
 *
 * @param time milliseconds since 1970
 */
public record Action(long time, Kind kind, String item, long cents) {

    public static Action of(ShopEvent event, long time) {
        return new Action(time, event.kind(), event.item(), event.cents());
    }
}
