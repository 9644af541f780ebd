package io.millrace.samples.fraud.scoring;

import io.millrace.samples.fraud.model.Payment;
import io.millrace.samples.fraud.model.Score;
import java.util.concurrent.CompletionStage;

/**
 * Something that scores payments and takes its time.
 *
 * <p>Thread-safe.
 */
@FunctionalInterface
public interface Scoring {

    /** Begins to ask for the score of {@code payment}, and does not wait for it. */
    CompletionStage<Score> score(Payment payment);
}
