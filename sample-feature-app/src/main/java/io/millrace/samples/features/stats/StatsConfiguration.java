package io.millrace.samples.features.stats;

import io.millrace.samples.common.stats.StatsHistory;
import io.millrace.samples.features.kafka.EventReader;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What the page's chart shows. */
@Configuration(proxyBeanMethods = false)
class StatsConfiguration {

    @Bean
    StatsHistory statsHistory(EventReader events, FeatureStats features, Clock clock) {
        return new StatsHistory(events.events(), features.updates(), features::freshness, clock);
    }
}
