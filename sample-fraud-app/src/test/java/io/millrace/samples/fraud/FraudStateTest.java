package io.millrace.samples.fraud;

import static io.millrace.samples.fraud.FraudDriver.CARD;
import static io.millrace.samples.fraud.FraudDriver.rulesOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.samples.fraud.kafka.Topics;
import io.millrace.samples.fraud.model.Finding;
import io.millrace.samples.fraud.model.MerchantRisk;
import io.millrace.testkit.CrashPoint;
import io.millrace.topology.Topology;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.ConfigDataApplicationContextInitializer;
import org.springframework.test.context.junit.jupiter.SpringJUnitConfig;

/** What the topology knows of cards and merchants, through crashes and as partitions move. */
@SpringJUnitConfig(classes = TopologyAndRules.class, initializers = ConfigDataApplicationContextInitializer.class)
class FraudStateTest {
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
    void whatIsKnownOfMerchantsIsThereAfterACrash() {
        String merchant = APayment.clean().merchant();
        fraud.merchants.pipeInput(merchant, new MerchantRisk(merchant, 88));

        fraud.driver.crash();
        fraud.driver.restart();
        fraud.pay(APayment.clean(), APayment.TIME);

        assertThat(rulesOf(fraud.nextAlert())).containsExactly("risky-merchant");
    }

    @Test
    void aSessionThatACrashInterruptsIsWhole() {
        fraud.payTimes(4, APayment.TIME);
        fraud.driver.advanceEpoch();
        fraud.driver.crash();
        fraud.driver.restart();
        fraud.payTimes(5, APayment.TIME.plusSeconds(4));
        fraud.alerts.readValuesToList();

        fraud.driver.advanceWallClockTime(Duration.ofSeconds(60));

        assertThat(fraud.alerts.readValuesToList()).hasSize(4).allSatisfy(alert -> assertThat(alert.findings())
                .singleElement()
                .extracting(Finding::reason)
                .asString()
                .startsWith("One of 9 payments"));
    }

    @Test
    void aCardIsKnownInItsOwnPartitionOnly() {
        fraud.pay(APayment.clean(), APayment.TIME);

        fraud.payments.pipeInput("not-the-card", APayment.clean().in("AU").payment(APayment.TIME.plusSeconds(1)));

        assertThat(fraud.alerts.isEmpty()).isTrue();
        assertThat(fraud.profiles().entries()).containsOnlyKeys(CARD);
    }

    @Test
    void aCrashForgetsNothing() {
        fraud.payTimes(4, APayment.TIME);
        fraud.driver.advanceEpoch();

        fraud.driver.crash();
        fraud.driver.restart();
        fraud.pay(APayment.clean(), APayment.TIME.plusSeconds(5));

        assertThat(rulesOf(fraud.nextAlert())).containsExactly("many-payments");
    }

    @Test
    void whatIsReadAgainAfterACrashIsNotCountedTwice() {
        fraud.payTimes(1, APayment.TIME);
        fraud.driver.advanceEpoch();
        fraud.payTimes(2, APayment.TIME.plusSeconds(2));

        fraud.driver.crash();
        fraud.driver.restart();
        fraud.pay(APayment.clean().withId("fourth"), APayment.TIME.plusSeconds(5));

        assertThat(fraud.alerts.isEmpty()).isTrue();
        assertThat(fraud.profile().recent()).hasSize(4);
    }

    @ParameterizedTest
    @EnumSource
    void aCrashWithinACommitNeitherForgetsNorCountsTwice(CrashPoint point) {
        fraud.payTimes(3, APayment.TIME);

        fraud.driver.crashAt(point);
        fraud.driver.advanceEpoch();
        fraud.driver.restart();

        assertThat(fraud.profile().recent()).hasSize(3);
        assertThat(fraud.profile().spending().count()).isEqualTo(3);
    }

    @Test
    void habitsMoveWithTheirPartition() {
        fraud.payTimes(4, APayment.TIME);

        for (int partition = 0; partition < 4; partition++) {
            fraud.driver.revoke(Topics.PAYMENTS, partition);
            fraud.driver.giveBack(Topics.PAYMENTS, partition);
        }
        fraud.pay(APayment.clean(), APayment.TIME.plusSeconds(5));

        assertThat(rulesOf(fraud.nextAlert())).containsExactly("many-payments");
    }

    @Test
    void aCardIsForgottenAfterThreeMonths() {
        fraud.pay(APayment.clean(), APayment.TIME);

        fraud.driver.advanceWallClockTime(Duration.ofDays(90));

        assertThat(fraud.profiles().isEmpty()).isTrue();
    }
}
