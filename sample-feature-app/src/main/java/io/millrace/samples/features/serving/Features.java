package io.millrace.samples.features.serving;

import io.millrace.samples.features.model.Popularity;
import io.millrace.samples.features.model.UserFeatures;
import io.millrace.samples.features.state.ItemHistories;
import io.millrace.samples.features.state.UserHistories;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.springframework.stereotype.Component;

/**
 * Features as of now: what is remembered is in the state, and what that means at this moment is worked out for each question. So they
 * age while nothing happens.
 *
 * <p>Thread-safe.
 */
@Component
public final class Features {
    private final Histories histories;
    private final UserHistories users;
    private final ItemHistories items;
    private final Clock clock;

    public Features(Histories histories, UserHistories users, ItemHistories items, Clock clock) {
        this.histories = histories;
        this.users = users;
        this.items = items;
        this.clock = clock;
    }

    /** Returns the features of a user; empty if nothing is known of the user. Fails with {@link NotReadableException}. */
    public CompletionStage<Optional<UserFeatures>> ofUser(String user) {
        return histories
                .user(user)
                .thenApply(found -> found.map(history -> users.features(user, history, clock.millis())));
    }

    /** Returns the popularity of an item; empty if nothing is known of it. Fails with {@link NotReadableException}. */
    public CompletionStage<Optional<Popularity>> ofItem(String item) {
        return histories
                .item(item)
                .thenApply(found -> found.map(history -> items.popularity(item, history, clock.millis())));
    }
}
