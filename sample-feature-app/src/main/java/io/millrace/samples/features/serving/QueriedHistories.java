package io.millrace.samples.features.serving;

import io.millrace.query.Answer;
import io.millrace.samples.features.FeatureTopology;
import io.millrace.samples.features.state.ItemHistory;
import io.millrace.samples.features.state.UserHistory;
import io.millrace.spring.query.StateClient;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.springframework.stereotype.Component;

/**
 * Asks the stores of the running topology: the worker that owns a key answers between two records, here or in the instance that has it.
 *
 * <p>Thread-safe.
 */
@Component
final class QueriedHistories implements Histories {
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final StateClient state;

    QueriedHistories(StateClient state) {
        this.state = state;
    }

    @Override
    public CompletionStage<Optional<UserHistory>> user(String user) {
        return ask(FeatureTopology.USERS, user);
    }

    @Override
    public CompletionStage<Optional<ItemHistory>> item(String item) {
        return ask(FeatureTopology.ITEMS, item);
    }

    private <V> CompletionStage<Optional<V>> ask(String store, String key) {
        return state.<String, V>store(FeatureTopology.NAME, store)
                .get(key)
                .toCompletableFuture()
                .orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .handle((answer, failure) -> {
                    if (failure != null) {
                        throw failed(failure);
                    }
                    return known(answer);
                });
    }

    private static <V> V known(Answer<V> answer) {
        if (answer instanceof Answer.Known<V> known) {
            return known.value();
        }
        throw new NotReadableException(((Answer.Unknown<V>) answer).why().message(), RETRY_AFTER);
    }

    private static RuntimeException failed(Throwable failure) {
        if (failure instanceof TimeoutException) {
            return new NotReadableException(
                    "The topology did not answer within %d s.".formatted(PATIENCE.toSeconds()), RETRY_AFTER);
        }
        return new CompletionException(failure);
    }
}
