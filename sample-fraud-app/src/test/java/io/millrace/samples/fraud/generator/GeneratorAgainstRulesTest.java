package io.millrace.samples.fraud.generator;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.samples.fraud.profile.CardProfile;
import io.millrace.samples.fraud.profile.HabitProperties;
import io.millrace.samples.fraud.rules.FraudRules;
import io.millrace.samples.fraud.rules.Judgement;
import io.millrace.samples.fraud.rules.RuleProperties;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.ConfigDataApplicationContextInitializer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;

/** What the rules, as application.yml sets them, make of the generator's payments over a day. */
class GeneratorAgainstRulesTest {
    private static final int PAYMENTS = 100_000;

    private final Map<FraudPattern, Integer> frauds = new EnumMap<>(FraudPattern.class);
    private final Map<FraudPattern, Integer> found = new EnumMap<>(FraudPattern.class);
    private int falseAlarms;

    @BeforeEach
    void judgeADay() {
        new ApplicationContextRunner()
                .withInitializer(new ConfigDataApplicationContextInitializer())
                .withUserConfiguration(Rules.class)
                .run(context -> judgeADay(context.getBean(FraudRules.class)));
    }

    @Test
    void mostOfTheFraudThatOnePaymentShowsIsFound() {
        for (FraudPattern pattern : FraudPattern.values()) {
            if (!needsMemory(pattern)) {
                assertThat(recall(pattern)).as(pattern.name()).isBetween(0.8, 1.0);
            }
        }
    }

    @Test
    void whatOnlyAMemoryCouldTellIsNot() {
        assertThat(recall(FraudPattern.QUIET_THEFT)).isLessThan(0.05);
        assertThat(recall(FraudPattern.IMPOSSIBLE_TRAVEL)).isLessThan(0.05);
    }

    @Test
    void theRulesAreNeitherPerfectNorUseless() {
        int right = found.values().stream().mapToInt(Integer::intValue).sum();

        assertThat((double) right / (right + falseAlarms)).isBetween(0.6, 0.97);
    }

    private double recall(FraudPattern pattern) {
        return (double) found.getOrDefault(pattern, 0) / frauds.getOrDefault(pattern, 0);
    }

    private static boolean needsMemory(FraudPattern pattern) {
        return pattern == FraudPattern.QUIET_THEFT || pattern == FraudPattern.IMPOSSIBLE_TRAVEL;
    }

    private void judgeADay(FraudRules rules) {
        PaymentGenerator generator = new PaymentGenerator(1, 2_000, 0.02, "g-");
        Instant midnight = Instant.parse("2026-11-20T00:00:00Z");
        for (int i = 0; i < PAYMENTS; i++) {
            Instant time = midnight.plus(Duration.ofDays(1).multipliedBy(i).dividedBy(PAYMENTS));
            GeneratedPayment made = generator.next(time);
            Judgement judgement = rules.judge(made.payment(), CardProfile.UNKNOWN);
            made.fraud().ifPresent(pattern -> frauds.merge(pattern, 1, Integer::sum));
            if (judgement.isSuspicious()) {
                made.fraud().ifPresentOrElse(pattern -> found.merge(pattern, 1, Integer::sum), () -> falseAlarms++);
            }
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties({RuleProperties.class, HabitProperties.class})
    @ComponentScan(basePackageClasses = FraudRules.class)
    static class Rules {}
}
