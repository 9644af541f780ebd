package io.millrace.samples.fraud.generator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

import io.millrace.samples.common.generator.Feed;
import io.millrace.samples.fraud.ManualClock;
import io.millrace.samples.fraud.kafka.PaymentWriter;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GeneratorFeedTest {
    private final PaymentWriter writer = mock();
    private final FraudLedger ledger = new FraudLedger("g-", new ManualClock());
    private final GeneratorProperties properties =
            new GeneratorProperties(2_000, 100_000, 1, Duration.ofMillis(50), 1, 1);
    private final Feed feed = new Feed(
            "payments",
            properties.rate(),
            properties.maxRate(),
            new PaymentSource(new PaymentGenerator(properties, "g-"), ledger, writer, new ManualClock(), properties));

    @AfterEach
    void stop() {
        feed.stop();
    }

    @Test
    void writesPaymentsUntilItIsStopped() {
        given(writer.write(any())).willReturn(CompletableFuture.completedFuture(null));
        feed.start();
        await().until(() -> feed.status().written() > 10);

        feed.stop();
        long written = feed.status().written();

        assertThat(feed.isRunning()).isFalse();
        await().during(Duration.ofMillis(50)).until(() -> feed.status().written() == written);
    }

    @Test
    void keepsABoundedNumberOfPaymentsWhileKafkaDoesNotAnswer() {
        given(writer.write(any())).willAnswer(call -> new CompletableFuture<Void>());
        feed.rate(100_000);
        feed.start();

        await().until(() -> feed.status().leftOut() > 10_000);

        assertThat(ledger.quality().waiting()).isBetween(1L, 2_000L);
        assertThat(feed.status().written()).isZero();
    }

    @Test
    void goesOnAfterKafkaDidNotTakePayments() {
        given(writer.write(any()))
                .willReturn(CompletableFuture.failedFuture(new TimeoutException("no answer")))
                .willReturn(CompletableFuture.failedFuture(new TimeoutException("no answer")))
                .willReturn(CompletableFuture.completedFuture(null));
        feed.start();

        await().until(() -> feed.status().written() > 10);

        assertThat(feed.status().failed()).isEqualTo(2);
    }

    @Test
    void fraudThatWasNotTakenIsNotInTheLedger() {
        given(writer.write(any())).willReturn(CompletableFuture.failedFuture(new TimeoutException("no answer")));
        feed.start();
        await().until(() -> feed.status().failed() > 10);

        feed.stop();

        assertThat(ledger.quality().waiting()).isZero();
    }

    @Test
    void makesNothingAtRateZero() {
        given(writer.write(any())).willReturn(CompletableFuture.completedFuture(null));
        feed.rate(0);
        feed.start();

        await().during(Duration.ofMillis(50)).until(() -> feed.status().written() == 0);
    }

    @Test
    void refusesRatesOutOfRange() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> feed.rate(100_001))
                .withMessage("Rate is 100001: give 0 to 100000");
        assertThatIllegalArgumentException().isThrownBy(() -> feed.rate(-1));
    }
}
