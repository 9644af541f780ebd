package io.millrace.samples.fraud.generator;

import io.millrace.samples.fraud.model.Payment;
import io.millrace.samples.fraud.model.ScoredPayment;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;

/** Payments as the running service makes them, 50 a second, without the waiting. Confined to the test. */
final class MadeUpWorld {
    static final int RATE = 50;
    static final double TIME_LAPSE = 720;

    private final GeneratorProperties properties;
    private final PaymentGenerator generator;
    private Instant time;

    MadeUpWorld(long seed, double fraudShare, Instant begin) {
        properties = new GeneratorProperties(RATE, 2_000, fraudShare, Duration.ofSeconds(40), TIME_LAPSE, seed);
        generator = new PaymentGenerator(properties, "g-");
        time = begin;
    }

    /** Returns {@code payment} with what the risk service says of its merchant when it is made. */
    static ScoredPayment scored(Payment payment) {
        return MerchantScores.at(payment.time()).stream()
                .filter(risk -> risk.merchant().equals(payment.merchant()))
                .map(risk -> ScoredPayment.of(payment, risk))
                .findFirst()
                .orElseThrow();
    }

    GeneratedPayment next() {
        time = time.plusMillis(1_000 / RATE);
        return generator.next(time, properties.cards(RATE));
    }

    Stream<GeneratedPayment> payments(int count) {
        return Stream.generate(this::next).limit(count);
    }
}
