package io.millrace.samples.fraud.stats;

import io.millrace.samples.common.generator.FeedStatus;
import io.millrace.samples.common.meter.Latencies;
import io.millrace.samples.common.stats.Flow;
import io.millrace.samples.common.stats.TopologyStatus;
import io.millrace.samples.fraud.generator.DetectionQuality;

/**
 * Everything that can be said in numbers, at one moment.
 *
 * <p>Immutable.
 *
 * @param payments payments that the topology read
 * @param deadLetters records that it gave up, since they hold no payment
 * @param alerts alerts read back
 * @param latencyMillis from a payment's making until its alert was read back, over the last ten seconds
 * @param scoring how the scoring service does
 */
public record Stats(
        Flow payments,
        long deadLetters,
        Flow alerts,
        Latencies latencyMillis,
        ScoringStatus scoring,
        TopologyStatus topology,
        FeedStatus generator,
        DetectionQuality quality) {}
