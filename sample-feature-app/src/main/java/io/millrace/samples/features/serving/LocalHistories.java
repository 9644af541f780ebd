package io.millrace.samples.features.serving;

import io.millrace.samples.features.state.ItemHistory;
import io.millrace.samples.features.state.UserHistory;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.springframework.stereotype.Component;

/** Stands in for the engine's own answers. */
@Component
final class LocalHistories implements Histories {

    @Override
    public CompletionStage<Optional<UserHistory>> user(String user) {
        return CompletableFuture.failedFuture(new NotReadableException("The state can't be asked yet.", Duration.ofSeconds(1)));
    }

    @Override
    public CompletionStage<Optional<ItemHistory>> item(String item) {
        return CompletableFuture.failedFuture(new NotReadableException("The state can't be asked yet.", Duration.ofSeconds(1)));
    }
}
