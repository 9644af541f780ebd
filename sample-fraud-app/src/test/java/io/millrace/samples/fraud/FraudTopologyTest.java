package io.millrace.samples.fraud;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.errors.ErrorPolicy;
import io.millrace.runtime.ErrorSettings;
import io.millrace.runtime.TopologySettings;
import io.millrace.samples.common.json.JsonSerde;
import io.millrace.samples.fraud.kafka.PaymentReader;
import io.millrace.samples.fraud.kafka.Topics;
import io.millrace.samples.fraud.model.Alert;
import io.millrace.samples.fraud.model.Finding;
import io.millrace.samples.fraud.model.MerchantRisk;
import io.millrace.samples.fraud.model.Payment;
import io.millrace.samples.fraud.model.Score;
import io.millrace.samples.fraud.profile.ActivityProperties;
import io.millrace.samples.fraud.profile.CardProfile;
import io.millrace.samples.fraud.profile.HabitProperties;
import io.millrace.samples.fraud.rules.RuleProperties;
import io.millrace.samples.fraud.scoring.ScoringProperties;
import io.millrace.samples.fraud.scoringservice.ScoringService;
import io.millrace.samples.fraud.stats.ScoringStats;
import io.millrace.testkit.CrashPoint;
import io.millrace.testkit.TestInputTopic;
import io.millrace.testkit.TestOutputTopic;
import io.millrace.testkit.TestStore;
import io.millrace.testkit.TopologyTestDriver;
import io.millrace.topology.Topology;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.ConfigDataApplicationContextInitializer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.junit.jupiter.SpringJUnitConfig;

/** The topology with the rules and limits of application.yml: from payments to alerts, without a broker. */
@SpringJUnitConfig(initializers = ConfigDataApplicationContextInitializer.class)
class FraudTopologyTest {
    private static final String CARD = APayment.clean().payment().card();

    @Autowired
    private Topology topology;

    @Autowired
    private ManualScoring scoring;

    private TopologyTestDriver driver;
    private TestInputTopic<String, Payment> payments;
    private TestInputTopic<String, MerchantRisk> merchants;
    private TestOutputTopic<String, Alert> alerts;

    @BeforeEach
    void start() {
        scoring.reset();
        driver = TopologyTestDriver.builder(topology)
                .partitions(4)
                .callPatience(Duration.ZERO)
                .settings(TopologySettings.defaults()
                        .withErrors(ErrorSettings.defaults().withPolicy(ErrorPolicy.deadLetter())))
                .startingAt(APayment.TIME)
                .build();
        payments = driver.createInputTopic(
                Topics.PAYMENTS,
                new StringSerializer(),
                JsonSerde.of(Payment.class).serializer());
        merchants = driver.createInputTopic(
                Topics.MERCHANTS,
                new StringSerializer(),
                JsonSerde.of(MerchantRisk.class).serializer());
        alerts = driver.createOutputTopic(
                Topics.ALERTS,
                new StringDeserializer(),
                JsonSerde.of(Alert.class).deserializer());
    }

    @AfterEach
    void stop() {
        driver.close();
    }

    @Test
    void aCleanPaymentHasNoAlert() {
        pay(APayment.clean(), APayment.TIME);

        assertThat(alerts.isEmpty()).isTrue();
    }

    @Test
    void anAlertIsFoundUnderItsCard() {
        pay(APayment.clean().withId("large").of("9000.00"), APayment.TIME);

        assertThat(alerts.readKeyValue())
                .satisfies(alert -> assertThat(alert.key()).isEqualTo(CARD))
                .satisfies(alert -> assertThat(alert.value().paymentId()).isEqualTo("large"));
    }

    @Test
    void whatIsNoPaymentIsADeadLetterAndStopsNothing() {
        TestInputTopic<String, String> raw =
                driver.createInputTopic(Topics.PAYMENTS, new StringSerializer(), new StringSerializer());

        raw.pipeInput(CARD, "{\"amount\": oops");
        raw.pipeInput(CARD, null);
        pay(APayment.clean().of("9000.00"), APayment.TIME);

        assertThat(alerts.queueSize()).isEqualTo(1);
        assertThat(driver.deadLetters().readValuesToList()).containsExactly("{\"amount\": oops".getBytes(UTF_8), null);
    }

    @Test
    void theFifthPaymentWithinAFewSecondsIsOneTooMany() {
        payTimes(4, APayment.TIME);
        assertThat(alerts.isEmpty()).isTrue();

        pay(APayment.clean().withId("fifth"), APayment.TIME.plusSeconds(5));

        assertThat(rulesOf(nextAlert())).containsExactly("many-payments");
    }

    @Test
    void fivePaymentsInAMinuteAreUsual() {
        IntStream.range(0, 5).forEach(number -> pay(APayment.clean(), APayment.TIME.plusSeconds(15L * number)));

        assertThat(alerts.isEmpty()).isTrue();
    }

    @Test
    void anAmountMayBeUnusualForThisCardOnly() {
        learnAmounts();

        pay(APayment.clean().of("290.00"), APayment.TIME.plus(Duration.ofHours(1)));
        payments.pipeInput("another-card", another(APayment.clean().of("290.00").payment(), "another-card"));

        assertThat(alerts.readValuesToList())
                .singleElement()
                .satisfies(alert -> assertThat(alert.card()).isEqualTo(CARD))
                .satisfies(alert -> assertThat(rulesOf(alert)).containsExactly("unusual-amount"));
    }

    @Test
    void nobodyTravelsAroundTheWorldInMinutes() {
        pay(APayment.clean(), APayment.TIME);
        // 12 minutes of the owner's life, which goes 720 times as fast.
        pay(APayment.clean().withId("far-away").in("AU"), APayment.TIME.plusSeconds(1));

        assertThat(nextAlert()).returns("far-away", Alert::paymentId).satisfies(alert -> assertThat(rulesOf(alert))
                .containsExactly("impossible-travel"));
    }

    @Test
    void aMerchantIsRiskyAsLongAsItsScoreSaysSo() {
        String merchant = APayment.clean().merchant();
        merchants.pipeInput(merchant, new MerchantRisk(merchant, 88));
        pay(APayment.clean().withId("risky"), APayment.TIME);
        merchants.pipeInput(merchant, new MerchantRisk(merchant, 20));
        pay(APayment.clean().withId("harmless-again"), APayment.TIME.plusSeconds(1));

        assertThat(alerts.readValuesToList())
                .singleElement()
                .returns("risky", Alert::paymentId)
                .satisfies(alert -> assertThat(rulesOf(alert)).containsExactly("risky-merchant"));
    }

    @Test
    void whatIsKnownOfMerchantsIsThereAfterACrash() {
        String merchant = APayment.clean().merchant();
        merchants.pipeInput(merchant, new MerchantRisk(merchant, 88));

        driver.crash();
        driver.restart();
        pay(APayment.clean(), APayment.TIME);

        assertThat(rulesOf(nextAlert())).containsExactly("risky-merchant");
    }

    @Test
    void muchMoneyWithinAMinuteIsASpree() {
        for (int number = 1; number <= 6; number++) {
            pay(APayment.clean().withId("p-" + number).of("280.00"), APayment.TIME.plusSeconds(9L * number));
        }

        Alert alert = nextAlert();
        assertThat(alert.paymentId()).isEqualTo("p-6");
        assertThat(alert.findings())
                .singleElement()
                .returns("spending-spree", Finding::rule)
                .returns("6 payments of the card for 1,680 euros within 60 seconds", Finding::reason);
        assertThat(alerts.isEmpty()).isTrue();
    }

    @Test
    void theSameMoneyWithinMoreTimeIsNoSpree() {
        for (int number = 1; number <= 6; number++) {
            pay(APayment.clean().withId("p-" + number).of("280.00"), APayment.TIME.plusSeconds(15L * number));
        }

        assertThat(alerts.isEmpty()).isTrue();
    }

    @Test
    void theFirstPaymentsOfABurstAreFoundWhenItsSessionIsOver() {
        for (int number = 1; number <= 9; number++) {
            pay(APayment.clean().withId("p-" + number), APayment.TIME.plusSeconds(number));
        }
        assertThat(alerts.readValuesToList())
                .extracting(Alert::paymentId)
                .containsExactly("p-5", "p-6", "p-7", "p-8", "p-9");

        driver.advanceWallClockTime(Duration.ofSeconds(60));

        assertThat(alerts.readValuesToList())
                .allSatisfy(alert -> assertThat(rulesOf(alert)).containsExactly("shopping-session"))
                .extracting(Alert::paymentId)
                .containsExactly("p-1", "p-2", "p-3", "p-4");
    }

    @Test
    void aShortSessionIsFine() {
        payTimes(4, APayment.TIME);

        driver.advanceWallClockTime(Duration.ofSeconds(60));

        assertThat(alerts.isEmpty()).isTrue();
    }

    @Test
    void aSessionThatACrashInterruptsIsWhole() {
        payTimes(4, APayment.TIME);
        driver.advanceEpoch();
        driver.crash();
        driver.restart();
        payTimes(5, APayment.TIME.plusSeconds(4));
        alerts.readValuesToList();

        driver.advanceWallClockTime(Duration.ofSeconds(60));

        assertThat(alerts.readValuesToList()).hasSize(4).allSatisfy(alert -> assertThat(alert.findings())
                .singleElement()
                .extracting(Finding::reason)
                .asString()
                .startsWith("One of 9 payments"));
    }

    @Test
    void aHighScoreIsAnAlert() {
        scoring.answerAllWith(new Score(93, "dear for groceries"));

        pay(APayment.clean().of("250.00"), APayment.TIME);

        assertThat(nextAlert().findings())
                .singleElement()
                .returns("high-score", Finding::rule)
                .returns("The scoring service gives it 93 of 100: dear for groceries", Finding::reason);
    }

    @Test
    void aCardWhoseScoresAreSlowHoldsUpNoOther() {
        scoring.holdUp(CARD);
        pay(APayment.clean().withId("slow-1").of("9000.00"), APayment.TIME);
        pay(APayment.clean().withId("slow-2").of("9000.00"), APayment.TIME.plusSeconds(1));
        payments.pipeInput("card-2", another(APayment.clean().of("9000.00").payment(), "card-2"));
        assertThat(alerts.readValuesToList()).extracting(Alert::card).containsExactly("card-2");
        assertThat(scoring.waiting(CARD)).isEqualTo(1);

        scoring.answer(CARD);
        settle();
        scoring.answer(CARD);
        settle();

        assertThat(alerts.readValuesToList()).extracting(Alert::paymentId).containsExactly("slow-1", "slow-2");
    }

    @Test
    void aPaymentThatIsNotScoredInTimeIsJudgedByTheRulesAlone() {
        scoring.holdUp(CARD);
        pay(APayment.clean().of("9000.00"), APayment.TIME);
        assertThat(alerts.isEmpty()).isTrue();

        driver.advanceWallClockTime(Duration.ofSeconds(2));

        assertThat(rulesOf(nextAlert())).containsExactly("amount-over-limit", "score-missing");
    }

    @Test
    void aScoreThatFailsIsAskedForOnceMore() {
        scoring.holdUp(CARD);
        pay(APayment.clean().of("9000.00"), APayment.TIME);
        scoring.fail(CARD);
        settle();
        driver.advanceWallClockTime(Duration.ofSeconds(1));
        assertThat(alerts.isEmpty()).isTrue();

        scoring.fail(CARD);
        settle();

        assertThat(rulesOf(nextAlert())).containsExactly("amount-over-limit", "score-missing");
    }

    @Test
    void onlyPaymentsThatLeaveDoubtsAreScored() {
        scoring.holdUp(CARD);

        pay(APayment.clean(), APayment.TIME);
        assertThat(scoring.waiting(CARD)).isZero();

        pay(APayment.clean().of("250.00"), APayment.TIME.plusSeconds(10));
        assertThat(scoring.waiting(CARD)).isEqualTo(1);
    }

    @Test
    void aCleanPaymentWithoutAScoreHasNoAlert() {
        scoring.holdUp(CARD);
        pay(APayment.clean().of("250.00"), APayment.TIME);

        driver.advanceWallClockTime(Duration.ofSeconds(2));

        assertThat(alerts.isEmpty()).isTrue();
    }

    @Test
    void spreesDoNotWaitForScores() {
        scoring.holdUp(CARD);
        for (int number = 1; number <= 6; number++) {
            pay(APayment.clean().withId("p-" + number).of("280.00"), APayment.TIME.plusSeconds(9L * number));
        }

        assertThat(rulesOf(nextAlert())).containsExactly("spending-spree");
        assertThat(scoring.waiting(CARD)).isEqualTo(1);
        assertThat(profile().spending().count()).isEqualTo(6);
    }

    @Test
    void aScoreThatACrashInterruptsIsAskedForAgain() {
        scoring.holdUp(CARD);
        pay(APayment.clean().of("9000.00"), APayment.TIME);

        driver.crash();
        driver.restart();
        scoring.answer(CARD);
        scoring.answer(CARD);
        settle();

        assertThat(rulesOf(nextAlert())).containsExactly("amount-over-limit");
        assertThat(alerts.isEmpty()).isTrue();
    }

    @Test
    void aCardIsKnownInItsOwnPartitionOnly() {
        pay(APayment.clean(), APayment.TIME);

        payments.pipeInput("not-the-card", APayment.clean().in("AU").payment(APayment.TIME.plusSeconds(1)));

        assertThat(alerts.isEmpty()).isTrue();
        assertThat(profiles().entries()).containsOnlyKeys(CARD);
    }

    @Test
    void aCrashForgetsNothing() {
        payTimes(4, APayment.TIME);
        driver.advanceEpoch();

        driver.crash();
        driver.restart();
        pay(APayment.clean(), APayment.TIME.plusSeconds(5));

        assertThat(rulesOf(nextAlert())).containsExactly("many-payments");
    }

    @Test
    void whatIsReadAgainAfterACrashIsNotCountedTwice() {
        payTimes(1, APayment.TIME);
        driver.advanceEpoch();
        payTimes(2, APayment.TIME.plusSeconds(2));

        driver.crash();
        driver.restart();
        pay(APayment.clean().withId("fourth"), APayment.TIME.plusSeconds(5));

        assertThat(alerts.isEmpty()).isTrue();
        assertThat(profile().recent()).hasSize(4);
    }

    @ParameterizedTest
    @EnumSource
    void aCrashWithinACommitNeitherForgetsNorCountsTwice(CrashPoint point) {
        payTimes(3, APayment.TIME);

        driver.crashAt(point);
        driver.advanceEpoch();
        driver.restart();

        assertThat(profile().recent()).hasSize(3);
        assertThat(profile().spending().count()).isEqualTo(3);
    }

    @Test
    void habitsMoveWithTheirPartition() {
        payTimes(4, APayment.TIME);

        for (int partition = 0; partition < 4; partition++) {
            driver.revoke(Topics.PAYMENTS, partition);
            driver.giveBack(Topics.PAYMENTS, partition);
        }
        pay(APayment.clean(), APayment.TIME.plusSeconds(5));

        assertThat(rulesOf(nextAlert())).containsExactly("many-payments");
    }

    @Test
    void aCardIsForgottenAfterThreeMonths() {
        pay(APayment.clean(), APayment.TIME);

        driver.advanceWallClockTime(Duration.ofDays(90));

        assertThat(profiles().isEmpty()).isTrue();
    }

    private void learnAmounts() {
        IntStream.range(0, 10).forEach(number -> pay(APayment.clean(), APayment.TIME.plus(Duration.ofMinutes(number))));
    }

    private void payTimes(int times, Instant first) {
        IntStream.range(0, times).forEach(number -> pay(APayment.clean(), first.plusSeconds(number)));
    }

    private void pay(APayment payment, Instant time) {
        payments.pipeInput(CARD, payment.payment(time), time);
    }

    /** Lets the topology see what was answered. */
    private void settle() {
        driver.advanceWallClockTime(Duration.ZERO);
    }

    private Alert nextAlert() {
        return Objects.requireNonNull(alerts.readValue());
    }

    private CardProfile profile() {
        return Objects.requireNonNull(profiles().get(CARD));
    }

    private TestStore<String, CardProfile> profiles() {
        return driver.store("card-profiles");
    }

    private static Payment another(Payment payment, String card) {
        return new Payment(
                payment.id(),
                card,
                payment.merchant(),
                payment.category(),
                payment.country(),
                payment.cardCountry(),
                payment.amount(),
                payment.time());
    }

    private static List<String> rulesOf(Alert alert) {
        return alert.findings().stream().map(Finding::rule).toList();
    }

    @Configuration(proxyBeanMethods = false)
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
    static class TopologyAndRules {

        @Bean
        Clock clock() {
            return new ManualClock();
        }
    }
}
