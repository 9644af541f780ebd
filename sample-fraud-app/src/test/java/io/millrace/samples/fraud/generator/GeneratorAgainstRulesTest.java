package io.millrace.samples.fraud.generator;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.samples.fraud.model.Payment;
import io.millrace.samples.fraud.profile.ActivityProperties;
import io.millrace.samples.fraud.profile.CardProfile;
import io.millrace.samples.fraud.profile.HabitProperties;
import io.millrace.samples.fraud.profile.Habits;
import io.millrace.samples.fraud.rules.Doubts;
import io.millrace.samples.fraud.rules.FraudRules;
import io.millrace.samples.fraud.rules.HighScore;
import io.millrace.samples.fraud.rules.Judgement;
import io.millrace.samples.fraud.rules.RuleProperties;
import io.millrace.samples.fraud.scoringservice.ScoringService;
import java.time.Instant;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.ConfigDataApplicationContextInitializer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;

/** What the rules, as application.yml sets them, make of an hour of the generator's payments. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GeneratorAgainstRulesTest {
    private static final int PAYMENTS = 180_000;

    /** Until then the rules get to know the cards. */
    private static final int LEARNING = 60_000;

    private static final Set<FraudPattern> NOT_IN_ONE_PAYMENT =
            EnumSet.of(FraudPattern.BURST, FraudPattern.SPREE, FraudPattern.QUIET_THEFT);

    private final Map<FraudPattern, Integer> frauds = new EnumMap<>(FraudPattern.class);
    private final Tally byRules = new Tally();
    private final Tally withScores = new Tally();

    @BeforeAll
    void judgeAnHour() {
        new ApplicationContextRunner()
                .withInitializer(new ConfigDataApplicationContextInitializer())
                .withUserConfiguration(Rules.class)
                .run(context -> judgeAnHour(
                        context.getBean(FraudRules.class),
                        context.getBean(Habits.class),
                        context.getBean(Doubts.class),
                        context.getBean(HighScore.class)));
    }

    @Test
    void mostOfTheFraudIsFound() {
        for (FraudPattern pattern : FraudPattern.values()) {
            if (!NOT_IN_ONE_PAYMENT.contains(pattern)) {
                assertThat(recall(pattern)).as(pattern.name()).isBetween(0.5, 1.0);
            }
        }
    }

    @Test
    void aBurstIsFoundFromItsFifthPaymentOn() {
        assertThat(recall(FraudPattern.BURST)).isBetween(0.5, 0.75);
    }

    @Test
    void aThiefWhoBuysLikeTheOwnerIsNotFound() {
        assertThat(recall(FraudPattern.QUIET_THEFT)).isLessThan(0.1);
    }

    @Test
    void theRulesAreNeitherPerfectNorUseless() {
        assertThat(byRules.precision()).isBetween(0.6, 0.97);
    }

    @Test
    void scoresFindMoreAndAreNotWrongMoreOften() {
        assertThat(withScores.right()).isGreaterThan(byRules.right());
        assertThat(withScores.precision()).isGreaterThanOrEqualTo(byRules.precision());
    }

    private double recall(FraudPattern pattern) {
        return (double) byRules.found.getOrDefault(pattern, 0) / frauds.getOrDefault(pattern, 0);
    }

    private void judgeAnHour(FraudRules rules, Habits habits, Doubts doubts, HighScore highScore) {
        ScoringService service = new ScoringService();
        MadeUpWorld world = new MadeUpWorld(1, 0.02, Instant.parse("2026-11-20T16:00:00Z"));
        Map<String, CardProfile> profiles = new HashMap<>();
        for (int i = 0; i < PAYMENTS; i++) {
            GeneratedPayment made = world.next();
            Payment payment = made.payment();
            CardProfile before = profiles.getOrDefault(payment.card(), CardProfile.UNKNOWN);
            Judgement judgement = rules.judge(MadeUpWorld.scored(payment), before);
            profiles.put(payment.card(), habits.learn(before, payment, judgement.isSuspicious()));
            if (i >= LEARNING) {
                made.fraud().ifPresent(pattern -> frauds.merge(pattern, 1, Integer::sum));
                byRules.count(made, judgement);
                withScores.count(
                        made,
                        doubts.remain(judgement)
                                ? highScore.judge(
                                        judgement, service.score(payment).join())
                                : judgement);
            }
        }
    }

    /** What the alerts of one way to judge are worth. */
    private static final class Tally {
        private final Map<FraudPattern, Integer> found = new EnumMap<>(FraudPattern.class);
        private int falseAlarms;

        void count(GeneratedPayment made, Judgement judgement) {
            if (judgement.isSuspicious()) {
                made.fraud().ifPresentOrElse(pattern -> found.merge(pattern, 1, Integer::sum), () -> falseAlarms++);
            }
        }

        int right() {
            return found.values().stream().mapToInt(Integer::intValue).sum();
        }

        double precision() {
            return (double) right() / (right() + falseAlarms);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties({RuleProperties.class, HabitProperties.class, ActivityProperties.class})
    @ComponentScan(basePackageClasses = FraudRules.class)
    static class Rules {}
}
