package io.millrace.samples.fraud;

import io.millrace.samples.fraud.kafka.PaymentReader;
import io.millrace.samples.fraud.profile.ActivityProperties;
import io.millrace.samples.fraud.profile.HabitProperties;
import io.millrace.samples.fraud.rules.RuleProperties;
import io.millrace.samples.fraud.scoring.ScoringProperties;
import io.millrace.samples.fraud.scoringservice.ScoringService;
import io.millrace.samples.fraud.stats.ScoringStats;
import java.time.Clock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Import;

/**
 * The fraud topology with its rules and their limits, and scores that tests give. It is not annotated as a configuration, or tests of the
 * whole service would find it.
 */
@ComponentScan("io.millrace.samples.fraud.rules")
@EnableConfigurationProperties({
    RuleProperties.class,
    HabitProperties.class,
    ActivityProperties.class,
    ScoringProperties.class
})
@Import({
    FraudTopology.class,
    CardWindows.class,
    PaymentScores.class,
    PaymentReader.class,
    ScoringStats.class,
    ScoringService.class,
    ManualScoring.class
})
class TopologyAndRules {

    @Bean
    Clock clock() {
        return new ManualClock();
    }
}
