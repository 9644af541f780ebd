package io.millrace.samples.features.stats;

import io.millrace.samples.common.generator.FeedStatus;
import io.millrace.samples.common.meter.Latencies;
import io.millrace.samples.common.stats.Flow;
import io.millrace.samples.common.stats.TopologyStatus;

/**
 * Everything that can be said in numbers, at one moment.
 *
 * <p>Immutable.
 *
 * @param events events that this instance's topology read
 * @param deadLetters records that it gave up, since they hold no event
 * @param updates features of users read back, of all instances
 * @param freshnessMillis from an event's sending until its features were read back, over the last ten seconds
 */
public record Stats(
        Flow events,
        long deadLetters,
        Flow updates,
        Latencies freshnessMillis,
        TopologyStatus topology,
        FeedStatus generator) {}
