package io.millrace.samples.fraud;

import static io.millrace.samples.fraud.FraudDriver.CARD;
import static io.millrace.samples.fraud.FraudDriver.another;
import static io.millrace.samples.fraud.FraudDriver.rulesOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.samples.fraud.model.Alert;
import io.millrace.samples.fraud.model.Finding;
import io.millrace.samples.fraud.model.Score;
import io.millrace.topology.Topology;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.ConfigDataApplicationContextInitializer;
import org.springframework.test.context.junit.jupiter.SpringJUnitConfig;

/** What the topology does about scores: that are high, late, missing, or not needed. */
@SpringJUnitConfig(classes = TopologyAndRules.class, initializers = ConfigDataApplicationContextInitializer.class)
class FraudScoringTest {
    @Autowired
    private Topology topology;

    @Autowired
    private ManualScoring scoring;

    private FraudDriver fraud;

    @BeforeEach
    void start() {
        scoring.reset();
        fraud = new FraudDriver(topology);
    }

    @AfterEach
    void stop() {
        fraud.close();
    }

    @Test
    void aHighScoreIsAnAlert() {
        scoring.answerAllWith(new Score(93, "dear for groceries"));

        fraud.pay(APayment.clean().of("250.00"), APayment.TIME);

        assertThat(fraud.nextAlert().findings())
                .singleElement()
                .returns("high-score", Finding::rule)
                .returns("The scoring service gives it 93 of 100: dear for groceries", Finding::reason);
    }

    @Test
    void aCardWhoseScoresAreSlowHoldsUpNoOther() {
        scoring.holdUp(CARD);
        fraud.pay(APayment.clean().withId("slow-1").of("9000.00"), APayment.TIME);
        fraud.pay(APayment.clean().withId("slow-2").of("9000.00"), APayment.TIME.plusSeconds(1));
        fraud.payments.pipeInput(
                "card-2", another(APayment.clean().of("9000.00").payment(), "card-2"));
        assertThat(fraud.alerts.readValuesToList()).extracting(Alert::card).containsExactly("card-2");
        assertThat(scoring.waiting(CARD)).isEqualTo(1);

        scoring.answer(CARD);
        fraud.settle();
        scoring.answer(CARD);
        fraud.settle();

        assertThat(fraud.alerts.readValuesToList()).extracting(Alert::paymentId).containsExactly("slow-1", "slow-2");
    }

    @Test
    void aPaymentThatIsNotScoredInTimeIsJudgedByTheRulesAlone() {
        scoring.holdUp(CARD);
        fraud.pay(APayment.clean().of("9000.00"), APayment.TIME);
        assertThat(fraud.alerts.isEmpty()).isTrue();

        fraud.driver.advanceWallClockTime(Duration.ofSeconds(2));

        assertThat(rulesOf(fraud.nextAlert())).containsExactly("amount-over-limit", "score-missing");
    }

    @Test
    void aScoreThatFailsIsAskedForOnceMore() {
        scoring.holdUp(CARD);
        fraud.pay(APayment.clean().of("9000.00"), APayment.TIME);
        scoring.fail(CARD);
        fraud.settle();
        fraud.driver.advanceWallClockTime(Duration.ofSeconds(1));
        assertThat(fraud.alerts.isEmpty()).isTrue();

        scoring.fail(CARD);
        fraud.settle();

        assertThat(rulesOf(fraud.nextAlert())).containsExactly("amount-over-limit", "score-missing");
    }

    @Test
    void onlyPaymentsThatLeaveDoubtsAreScored() {
        scoring.holdUp(CARD);

        fraud.pay(APayment.clean(), APayment.TIME);
        assertThat(scoring.waiting(CARD)).isZero();

        fraud.pay(APayment.clean().of("250.00"), APayment.TIME.plusSeconds(10));
        assertThat(scoring.waiting(CARD)).isEqualTo(1);
    }

    @Test
    void aCleanPaymentWithoutAScoreHasNoAlert() {
        scoring.holdUp(CARD);
        fraud.pay(APayment.clean().of("250.00"), APayment.TIME);

        fraud.driver.advanceWallClockTime(Duration.ofSeconds(2));

        assertThat(fraud.alerts.isEmpty()).isTrue();
    }

    @Test
    void spreesDoNotWaitForScores() {
        scoring.holdUp(CARD);
        for (int number = 1; number <= 6; number++) {
            fraud.pay(APayment.clean().withId("p-" + number).of("280.00"), APayment.TIME.plusSeconds(9L * number));
        }

        assertThat(rulesOf(fraud.nextAlert())).containsExactly("spending-spree");
        assertThat(scoring.waiting(CARD)).isEqualTo(1);
        assertThat(fraud.profile().spending().count()).isEqualTo(6);
    }

    @Test
    void aScoreThatACrashInterruptsIsAskedForAgain() {
        scoring.holdUp(CARD);
        fraud.pay(APayment.clean().of("9000.00"), APayment.TIME);

        fraud.driver.crash();
        fraud.driver.restart();
        scoring.answer(CARD);
        scoring.answer(CARD);
        fraud.settle();

        assertThat(rulesOf(fraud.nextAlert())).containsExactly("amount-over-limit");
        assertThat(fraud.alerts.isEmpty()).isTrue();
    }
}
