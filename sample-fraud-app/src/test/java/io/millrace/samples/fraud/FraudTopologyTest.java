package io.millrace.samples.fraud;

import static io.millrace.samples.fraud.FraudDriver.CARD;
import static io.millrace.samples.fraud.FraudDriver.another;
import static io.millrace.samples.fraud.FraudDriver.rulesOf;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.samples.fraud.kafka.Topics;
import io.millrace.samples.fraud.model.Alert;
import io.millrace.samples.fraud.model.Finding;
import io.millrace.samples.fraud.model.MerchantRisk;
import io.millrace.testkit.TestInputTopic;
import io.millrace.topology.Topology;
import java.time.Duration;
import java.util.stream.IntStream;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.ConfigDataApplicationContextInitializer;
import org.springframework.test.context.junit.jupiter.SpringJUnitConfig;

/** The topology with the rules and limits of application.yml: from payments to alerts, without a broker. */
@SpringJUnitConfig(classes = TopologyAndRules.class, initializers = ConfigDataApplicationContextInitializer.class)
class FraudTopologyTest {
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
    void aCleanPaymentHasNoAlert() {
        fraud.pay(APayment.clean(), APayment.TIME);

        assertThat(fraud.alerts.isEmpty()).isTrue();
    }

    @Test
    void anAlertIsFoundUnderItsCard() {
        fraud.pay(APayment.clean().withId("large").of("9000.00"), APayment.TIME);

        assertThat(fraud.alerts.readKeyValue())
                .satisfies(alert -> assertThat(alert.key()).isEqualTo(CARD))
                .satisfies(alert -> assertThat(alert.value().paymentId()).isEqualTo("large"));
    }

    @Test
    void whatIsNoPaymentIsADeadLetterAndStopsNothing() {
        TestInputTopic<String, String> raw =
                fraud.driver.createInputTopic(Topics.PAYMENTS, new StringSerializer(), new StringSerializer());

        raw.pipeInput(CARD, "{\"amount\": oops");
        raw.pipeInput(CARD, null);
        fraud.pay(APayment.clean().of("9000.00"), APayment.TIME);

        assertThat(fraud.alerts.queueSize()).isEqualTo(1);
        assertThat(fraud.driver.deadLetters().readValuesToList())
                .containsExactly("{\"amount\": oops".getBytes(UTF_8), null);
    }

    @Test
    void theFifthPaymentWithinAFewSecondsIsOneTooMany() {
        fraud.payTimes(4, APayment.TIME);
        assertThat(fraud.alerts.isEmpty()).isTrue();

        fraud.pay(APayment.clean().withId("fifth"), APayment.TIME.plusSeconds(5));

        assertThat(rulesOf(fraud.nextAlert())).containsExactly("many-payments");
    }

    @Test
    void fivePaymentsInAMinuteAreUsual() {
        IntStream.range(0, 5).forEach(number -> fraud.pay(APayment.clean(), APayment.TIME.plusSeconds(15L * number)));

        assertThat(fraud.alerts.isEmpty()).isTrue();
    }

    @Test
    void anAmountMayBeUnusualForThisCardOnly() {
        fraud.learnAmounts();

        fraud.pay(APayment.clean().of("290.00"), APayment.TIME.plus(Duration.ofHours(1)));
        fraud.payments.pipeInput(
                "another-card", another(APayment.clean().of("290.00").payment(), "another-card"));

        assertThat(fraud.alerts.readValuesToList())
                .singleElement()
                .satisfies(alert -> assertThat(alert.card()).isEqualTo(CARD))
                .satisfies(alert -> assertThat(rulesOf(alert)).containsExactly("unusual-amount"));
    }

    @Test
    void nobodyTravelsAroundTheWorldInMinutes() {
        fraud.pay(APayment.clean(), APayment.TIME);
        // 12 minutes of the owner's life, which goes 720 times as fast.
        fraud.pay(APayment.clean().withId("far-away").in("AU"), APayment.TIME.plusSeconds(1));

        assertThat(fraud.nextAlert())
                .returns("far-away", Alert::paymentId)
                .satisfies(alert -> assertThat(rulesOf(alert)).containsExactly("impossible-travel"));
    }

    @Test
    void aMerchantIsRiskyAsLongAsItsScoreSaysSo() {
        String merchant = APayment.clean().merchant();
        fraud.merchants.pipeInput(merchant, new MerchantRisk(merchant, 88));
        fraud.pay(APayment.clean().withId("risky"), APayment.TIME);
        fraud.merchants.pipeInput(merchant, new MerchantRisk(merchant, 20));
        fraud.pay(APayment.clean().withId("harmless-again"), APayment.TIME.plusSeconds(1));

        assertThat(fraud.alerts.readValuesToList())
                .singleElement()
                .returns("risky", Alert::paymentId)
                .satisfies(alert -> assertThat(rulesOf(alert)).containsExactly("risky-merchant"));
    }

    @Test
    void muchMoneyWithinAMinuteIsASpree() {
        for (int number = 1; number <= 6; number++) {
            fraud.pay(APayment.clean().withId("p-" + number).of("280.00"), APayment.TIME.plusSeconds(9L * number));
        }

        Alert alert = fraud.nextAlert();
        assertThat(alert.paymentId()).isEqualTo("p-6");
        assertThat(alert.findings())
                .singleElement()
                .returns("spending-spree", Finding::rule)
                .returns("6 payments of the card for 1,680 euros within 60 seconds", Finding::reason);
        assertThat(fraud.alerts.isEmpty()).isTrue();
    }

    @Test
    void theSameMoneyWithinMoreTimeIsNoSpree() {
        for (int number = 1; number <= 6; number++) {
            fraud.pay(APayment.clean().withId("p-" + number).of("280.00"), APayment.TIME.plusSeconds(15L * number));
        }

        assertThat(fraud.alerts.isEmpty()).isTrue();
    }

    @Test
    void theFirstPaymentsOfABurstAreFoundWhenItsSessionIsOver() {
        for (int number = 1; number <= 9; number++) {
            fraud.pay(APayment.clean().withId("p-" + number), APayment.TIME.plusSeconds(number));
        }
        assertThat(fraud.alerts.readValuesToList())
                .extracting(Alert::paymentId)
                .containsExactly("p-5", "p-6", "p-7", "p-8", "p-9");

        fraud.driver.advanceWallClockTime(Duration.ofSeconds(60));

        assertThat(fraud.alerts.readValuesToList())
                .allSatisfy(alert -> assertThat(rulesOf(alert)).containsExactly("shopping-session"))
                .extracting(Alert::paymentId)
                .containsExactly("p-1", "p-2", "p-3", "p-4");
    }

    @Test
    void aShortSessionIsFine() {
        fraud.payTimes(4, APayment.TIME);

        fraud.driver.advanceWallClockTime(Duration.ofSeconds(60));

        assertThat(fraud.alerts.isEmpty()).isTrue();
    }
}
