package io.millrace.internal.kafka;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RetriableException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A question to the cluster that is asked again for as long as it takes: a broker that is away comes back. Confined to the
 * restore worker.
 */
final class Question<T> {

    private static final Logger LOG = LoggerFactory.getLogger(Question.class);
    private static final long RETRY_NANOS = 200_000_000;

    private final String what;
    private final Supplier<CompletableFuture<T>> asking;
    private final Runnable onAnswer;
    private @Nullable CompletableFuture<T> asked;
    private long askAt = Long.MIN_VALUE;
    private boolean failing;

    /**
     * @param what it asks for, for the log
     * @param onAnswer run when an answer has come, by any thread
     */
    Question(String what, Supplier<CompletableFuture<T>> asking, Runnable onAnswer) {
        this.what = what;
        this.asking = asking;
        this.onAnswer = onAnswer;
    }

    /**
     * Returns the answer if it has come; asks if nobody has.
     *
     * @param now the engine's nanoTime
     * @throws KafkaException if Kafka refuses to answer
     */
    Optional<T> answer(long now) {
        CompletableFuture<T> current = asked;
        if (current == null) {
            if (askAt == Long.MIN_VALUE || now - askAt >= 0) {
                asked = asking.get();
                asked.whenComplete((answer, failure) -> onAnswer.run());
            }
            return Optional.empty();
        }
        if (!current.isDone()) {
            return Optional.empty();
        }
        try {
            return Optional.of(current.join());
        } catch (CompletionException e) {
            failed(e.getCause() == null ? e : e.getCause(), now);
            return Optional.empty();
        }
    }

    /** Forgets the answer, so that the question is asked anew after a moment. */
    void askAgain(long now) {
        asked = null;
        askAt = now + RETRY_NANOS;
    }

    private void failed(Throwable failure, long now) {
        if (!(failure instanceof RetriableException)) {
            throw failure instanceof RuntimeException exception ? exception : new KafkaException(failure);
        }
        if (!failing) {
            failing = true;
            LOG.warn(
                    "Kafka does not say {} ({}); it is asked until it does",
                    what,
                    failure.getClass().getName());
        }
        askAgain(now);
    }
}
