package io.millrace.samples.features.stats;

import io.millrace.MillraceEngine;
import io.millrace.runtime.TopologyHandle;
import io.millrace.samples.common.generator.Feed;
import io.millrace.samples.common.stats.Flow;
import io.millrace.samples.common.stats.TopologyStatus;
import io.millrace.samples.features.FeatureTopology;
import io.millrace.samples.features.kafka.EventReader;
import org.springframework.stereotype.Component;

/**
 * Gathers the numbers from those who count.
 *
 * <p>Thread-safe.
 */
@Component
public class StatsReader {
    private final EventReader events;
    private final FeatureStats features;
    private final MillraceEngine engine;
    private final Feed generator;

    public StatsReader(EventReader events, FeatureStats features, MillraceEngine engine, Feed generator) {
        this.events = events;
        this.features = features;
        this.engine = engine;
        this.generator = generator;
    }

    public Stats read() {
        TopologyHandle topology = engine.topology(FeatureTopology.NAME);
        return new Stats(
                Flow.of(events.events()),
                topology.errors().deadLettered(),
                Flow.of(features.updates()),
                features.freshness(),
                TopologyStatus.of(topology),
                generator.status());
    }
}
