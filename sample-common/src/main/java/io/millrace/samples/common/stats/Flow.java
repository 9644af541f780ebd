package io.millrace.samples.common.stats;

import io.millrace.samples.common.meter.Rate;

/**
 * How much flows.
 *
 * <p>Immutable.
 *
 * @param perSecond mean over the last ten seconds
 * @param total since the start
 */
public record Flow(double perSecond, long total) {

    public static Flow of(Rate rate) {
        return new Flow(rate.perSecond(), rate.total());
    }
}
