package io.millrace.samples.fraud;

import io.millrace.errors.ErrorPolicy;
import io.millrace.runtime.ErrorSettings;
import io.millrace.runtime.TopologySettings;
import io.millrace.samples.common.json.JsonSerde;
import io.millrace.samples.fraud.kafka.Topics;
import io.millrace.samples.fraud.model.Alert;
import io.millrace.samples.fraud.model.Finding;
import io.millrace.samples.fraud.model.MerchantRisk;
import io.millrace.samples.fraud.model.Payment;
import io.millrace.samples.fraud.profile.CardProfile;
import io.millrace.testkit.TestInputTopic;
import io.millrace.testkit.TestOutputTopic;
import io.millrace.testkit.TestStore;
import io.millrace.testkit.TopologyTestDriver;
import io.millrace.topology.Topology;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** The fraud topology, driven by a test that pays with one card. */
final class FraudDriver implements AutoCloseable {
    static final String CARD = APayment.clean().payment().card();

    final TopologyTestDriver driver;
    final TestInputTopic<String, Payment> payments;
    final TestInputTopic<String, MerchantRisk> merchants;
    final TestOutputTopic<String, Alert> alerts;

    FraudDriver(Topology topology) {
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

    @Override
    public void close() {
        driver.close();
    }

    void learnAmounts() {
        IntStream.range(0, 10).forEach(number -> pay(APayment.clean(), APayment.TIME.plus(Duration.ofMinutes(number))));
    }

    void payTimes(int times, Instant first) {
        IntStream.range(0, times).forEach(number -> pay(APayment.clean(), first.plusSeconds(number)));
    }

    void pay(APayment payment, Instant time) {
        payments.pipeInput(CARD, payment.payment(time), time);
    }

    /** Lets the topology see what was answered. */
    void settle() {
        driver.advanceWallClockTime(Duration.ZERO);
    }

    Alert nextAlert() {
        return Objects.requireNonNull(alerts.readValue());
    }

    CardProfile profile() {
        return Objects.requireNonNull(profiles().get(CARD));
    }

    TestStore<String, CardProfile> profiles() {
        return driver.store("card-profiles");
    }

    static Payment another(Payment payment, String card) {
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

    static List<String> rulesOf(Alert alert) {
        return alert.findings().stream().map(Finding::rule).toList();
    }
}
