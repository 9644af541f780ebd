package io.millrace.samples.features.serving;

import io.millrace.samples.features.state.ItemHistory;
import io.millrace.samples.features.state.UserHistory;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * The topology's state, wherever it is.
 *
 * <p>Answers fail with {@link NotReadableException} where nobody can tell at the moment.
 *
 * <p>Thread-safe.
 */
public interface Histories {

    /** Returns what is remembered of a user; empty if that is nothing. */
    CompletionStage<Optional<UserHistory>> user(String user);

    /** Returns what is remembered of an item; empty if that is nothing. */
    CompletionStage<Optional<ItemHistory>> item(String item);
}
