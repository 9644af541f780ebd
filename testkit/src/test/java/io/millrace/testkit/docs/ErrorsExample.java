package io.millrace.testkit.docs;

import io.millrace.errors.ErrorHandler;
import io.millrace.errors.ErrorPhase;
import io.millrace.errors.ErrorPolicy;
import io.millrace.errors.RetryPolicy;
import io.millrace.runtime.ErrorSettings;
import io.millrace.runtime.TopologySettings;
import java.io.IOException;
import java.time.Duration;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;

/** What becomes of payments that fail. */
final class ErrorsExample {

    static TopologySettings settings() {
        RetryPolicy retries = RetryPolicy.of(8).withDelays(Duration.ofMillis(200), Duration.ofSeconds(30));
        return TopologySettings.defaults()
                .withErrors(ErrorSettings.defaults()
                        .withPolicy(ErrorPolicy.deadLetter())
                        .withStagePolicy(
                                "score",
                                ErrorPhase.PROCESSING,
                                ErrorPolicy.retry(retries).then(ErrorPolicy.deadLetter())));
    }

    @Bean
    @Qualifier("large-payments")
    ErrorHandler paymentErrors() {
        return error -> error.thrown() instanceof IllegalArgumentException ? ErrorPolicy.skip() : error.policy();
    }

    /** Tries again what is away, and nothing else. */
    static ErrorHandler retryingOutages() {
        return error -> error.thrown().getCause() instanceof IOException
                ? ErrorPolicy.retry(RetryPolicy.defaults()).then(ErrorPolicy.deadLetter())
                : ErrorPolicy.deadLetter();
    }
}
